"use client"

import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { cx } from "@/components/ui/cx"
import { displayCkb } from "@/lib/client/format"
import { OrderName } from "./order-name"
import { Payee } from "./payee"

/** Characters of an amount that stand in one line of a phone in the largest type. */
const LONG = 9

interface OrderHeadProps {
  amount: bigint
  to: string
  note: string | null
  /** what the payee calls it, of a payment link */
  title?: string
  /** the merchant's name for what is paid */
  reference?: string | null
}

/** Amount, payee and note: the first thing on every checkout. */
export function OrderHead({ amount, to, note, title, reference }: OrderHeadProps) {
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
      <div className="mt-2">
        <Payee address={to} />
        {reference ? <OrderName reference={reference} /> : null}
      </div>
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
