"use client"

import { Check, Circle } from "lucide-react"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { cx } from "@/components/ui/cx"
import { LocalTime } from "@/components/ui/local-time"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { displayCkb } from "@/lib/client/format"
import type { PaymentWithAccounts } from "@/lib/client/types"

interface MoneyLineProps {
  payment: PaymentWithAccounts
  /** the id of the share to follow; the payee's when absent */
  shareId?: number
  /** address of an explorer for this network, if there is one */
  explorer?: string | null
}

/**
 * Where the money is, from the signature to the payee's own cell: the same for who paid, who is paid, and who is asked.
 * All of it comes from one reply, GET /api/payment/{id}.
 */
export function MoneyLine({ payment, shareId, explorer }: MoneyLineProps) {
  const t = useTexts(PAYMENTS).money
  const { locale } = useMessages()
  const { signed_at, block_number, committed_at, credited_at } = payment.steps
  const share = payment.accounts.find(({ id, kind }) => (shareId === undefined ? kind === "receiver" : id === shareId))
  const payouts = (share?.parts ?? []).filter(({ tx_hash }) => tx_hash !== null)
  return (
    <ol aria-label={t.title} className="space-y-2 text-sm" data-testid="money-line">
      <Step isDone={signed_at !== null} text={t.signed} time={signed_at} />
      <Step
        isDone={committed_at !== null}
        text={block_number === null ? t.notInBlock : t.inBlock(block_number.toLocaleString(locale))}
        time={committed_at}
      />
      <Step isDone={credited_at !== null} text={credited_at ? t.credited : t.notCredited} time={credited_at} />
      {payouts.map((part) => {
        const isPaid = part.status === "paid"
        const text = part.amount === share?.amount ? t.paidOut : t.paidOutPart(displayCkb(part.amount))
        return (
          <Step
            key={part.tx_hash}
            isDone={isPaid}
            text={isPaid ? text : t.payingOut}
            time={isPaid ? part.updated_at : null}
          >
            <TransactionHash
              hash={part.tx_hash ?? ""}
              label={t.payout}
              copyLabel={t.copyPayout}
              explorer={explorer}
              testId="payout-hash"
            />
          </Step>
        )
      })}
      {share && !share.is_payed && payouts.length === 0 ? (
        <Step isDone={false} text={t.notPaidOut} time={null} />
      ) : null}
    </ol>
  )
}

interface StepProps {
  isDone: boolean
  text: string
  time: string | null
  children?: React.ReactNode
}

function Step({ isDone, text, time, children }: StepProps) {
  const Icon = isDone ? Check : Circle
  return (
    <li className="flex items-baseline gap-2" data-done={isDone}>
      <Icon aria-hidden className={cx("size-4 shrink-0 self-center", isDone ? "text-accent-ink" : "text-muted")} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
        <span className={cx("min-w-0", !isDone && "text-muted")}>
          {text} {children}
        </span>
        {time ? <ClockTime time={time} /> : null}
      </span>
    </li>
  )
}

/** With the day only when it is not today. */
function ClockTime({ time }: { time: string }) {
  const isToday = new Date(time).toDateString() === new Date().toDateString()
  return (
    <LocalTime
      time={time}
      format={isToday ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "medium" }}
      className="text-muted tabular-nums whitespace-nowrap"
    />
  )
}
