"use client"

import Link from "next/link"
import { useEffect } from "react"
import { AGAIN } from "@/components/messages/again"
import { useMessages, useTexts } from "@/components/messages/provider"
import type { CheckoutOrder } from "@/components/payment/order"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"
import { relativeTime } from "@/components/ui/time-ago"
import { useNow } from "@/components/ui/use-now"
import { displayCkb } from "@/lib/client/format"
import { checkoutPath, linkPath, receiptPath } from "@/lib/client/paths"
import { usePayment } from "@/lib/client/queries"
import type { PaymentStatus } from "@/lib/client/types"
import { formatCkb } from "@/lib/money"
import type { PaidBefore } from "./paid-before"

interface PaidAlreadyProps {
  before: PaidBefore
  order: CheckoutOrder
  onAgain: () => void
}

/**
 * Stands where one would pay: this was paid before. What was done comes first, paying again is there for who wants it.
 */
export function PaidAlready(props: PaidAlreadyProps) {
  const { id } = props.before
  return id === null ? <SameAmount {...props} /> : <SamePayment {...props} id={id} />
}

const PAID: readonly PaymentStatus[] = ["committed", "confirmed"]
const NEVER_PAID: readonly PaymentStatus[] = ["failed", "expired", "cancelled"]

function SamePayment({ before, order, onAgain, id }: PaidAlreadyProps & { id: number }) {
  const t = useTexts(AGAIN)
  const ago = useAgo(before.at)
  const payment = usePayment(id, before.clientSecret)
  const status = payment.data?.status
  const isOver = status !== undefined && NEVER_PAID.includes(status)
  useEffect(() => {
    // It came to nothing, so there is nothing to repeat.
    if (isOver) onAgain()
  }, [isOver, onAgain])
  const isOnce = order.link?.one_time === true
  if (isOver || payment.isPending) return <Skeleton className="h-40 w-full rounded-xl" />
  const said = status === undefined ? t.signed : PAID.includes(status) ? t.paid : t.underWay
  return (
    <Notice
      tone="warn"
      title={ago === null ? t.spent : said(ago)}
      testId="paid-before"
      action={
        <>
          <Button asChild>
            {status === "confirmed" ? (
              <Link href={receiptPath(id)}>{t.receipt}</Link>
            ) : (
              <Link href={followPath(order, id)}>{t.follow}</Link>
            )}
          </Button>
          {isOnce ? null : <PayAgain onAgain={onAgain} />}
        </>
      }
    >
      {before.from === "signature" ? <p>{t.spentText}</p> : null}
      <p>{isOnce ? t.onceText : t.text}</p>
    </Notice>
  )
}

/**
 * Off the devnet whom a wallet has paid is told only to that wallet; what anybody can see on the chain is its amount.
 */
function SameAmount({ before, order, onAgain }: PaidAlreadyProps) {
  const t = useTexts(AGAIN)
  const ago = useAgo(before.at)
  return (
    <Notice
      tone="warn"
      title={t.amount(displayCkb(order.amount), ago ?? t.justNow)}
      testId="paid-before"
      action={
        <>
          <Button asChild>
            <Link href="/payments">{t.payments}</Link>
          </Button>
          <PayAgain onAgain={onAgain} />
        </>
      }
    >
      <p>{t.amountText}</p>
    </Notice>
  )
}

function PayAgain({ onAgain }: { onAgain: () => void }) {
  const t = useTexts(AGAIN)
  return (
    <Button variant="ghost" onClick={onAgain} data-testid="pay-again">
      {t.payAgain}
    </Button>
  )
}

/** "12 seconds ago"; null when nobody knows when. */
function useAgo(at: number | null): string | null {
  const t = useTexts(AGAIN)
  const { locale } = useMessages()
  const now = useNow(1_000)
  if (at === null) return null
  const seconds = (at - now) / 1_000
  return seconds > -5 ? t.justNow : relativeTime(seconds, locale)
}

function followPath({ to, amount, note, link, reference }: CheckoutOrder, id: number): string {
  const text = formatCkb(amount)
  return link
    ? linkPath(link, { amount: text, paymentId: id, reference })
    : checkoutPath({ to, amount: text, note }, id)
}
