"use client"

import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { cx } from "@/components/ui/cx"
import { Shortened } from "@/components/ui/shortened"
import { displayCkb } from "@/lib/client/format"

/** Characters of an amount that stand in one line of a phone in the largest type. */
const LONG = 9

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
      <h1
        className={cx("mt-1 font-semibold tracking-tight", displayCkb(amount).length > LONG ? "text-4xl" : "text-5xl")}
      >
        <Amount large shannons={amount} unitClassName="text-2xl font-medium text-muted" testId="amount" />
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
