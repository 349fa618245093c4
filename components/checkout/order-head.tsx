"use client"

import { useMessages } from "@/components/messages/provider"
import { CopyButton } from "@/components/ui/copy-button"
import { Shortened } from "@/components/ui/shortened"
import { displayCkb } from "@/lib/client/format"
import { formatCkb } from "@/lib/money"

interface OrderHeadProps {
  amount: bigint
  to: string
  note: string | null
  /** what the payee calls it, of a payment link */
  title?: string
}

/** Amount, payee and note: the first thing on every checkout. */
export function OrderHead({ amount, to, note, title }: OrderHeadProps) {
  const t = useMessages().checkout
  return (
    <header>
      <p className="font-medium text-muted wrap-anywhere">
        {t.pay}{" "}
        {title ? (
          <span className="text-ink" data-testid="link-title">
            {title}
          </span>
        ) : null}
      </p>
      <h1 className="mt-1 flex flex-wrap items-center gap-x-2 text-5xl font-semibold tracking-tight tabular-nums wrap-anywhere">
        <span data-testid="amount">
          {displayCkb(amount)} <span className="text-2xl font-medium text-muted">CKB</span>
        </span>
        <CopyButton text={formatCkb(amount)} label={t.copyAmount} />
      </h1>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-2">
        <span className="text-muted">{t.to}</span>
        <Shortened text={to} label={t.payee} copyLabel={t.copyAddress} testId="payee" />
      </p>
      {note ? (
        <blockquote
          aria-label={t.note}
          className="mt-3 border-l-2 border-accent pl-3 whitespace-pre-wrap wrap-anywhere"
          data-testid="note"
        >
          {note}
        </blockquote>
      ) : null}
    </header>
  )
}
