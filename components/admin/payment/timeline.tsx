"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { ExactTime } from "@/components/ui/exact-time"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"

/** What happened to a payment and when, until its shares were paid out. */
export function Timeline({ record: { events, payouts, transaction } }: { record: PaymentRecordJson }) {
  const t = useTexts(ADMIN).payment.timeline
  const names: Record<string, string> = t.events
  const block = transaction?.block_number ?? null
  const lastBlock = events.findLastIndex(({ type }) => type === "payment.committed")
  return (
    <>
      <h3 className="mb-4 font-semibold">{t.title}</h3>
      <ol className="space-y-4 border-l-2 border-line pl-5" data-testid="timeline">
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what has happened keeps its place
          <Step key={index} time={event.created_at} name={names[event.type] ?? event.type} type={event.type}>
            {index === lastBlock && block !== null ? t.block(block.toLocaleString("en")) : null}
          </Step>
        ))}
        {payouts.map((payout) => (
          <Step
            key={payout.settlement_id}
            time={payout.created_at}
            name={`${t.payouts[payout.kind]} (${payout.settlement_id})`}
            type={payout.kind}
          >
            <Amount shannons={payout.amount} />
          </Step>
        ))}
      </ol>
    </>
  )
}

interface StepProps {
  time: string
  name: string
  type: string
  children: React.ReactNode
}

function Step({ time, name, type, children }: StepProps) {
  return (
    <li className="relative text-sm" data-event={type}>
      <span
        aria-hidden
        className="absolute top-1.5 -left-[27px] size-3 rounded-full border-2 border-surface bg-accent"
      />
      <p className="font-medium">{name}</p>
      <p className="flex flex-wrap gap-x-3 text-muted">
        <ExactTime time={time} />
        {children ? <span className="min-w-0">{children}</span> : null}
      </p>
    </li>
  )
}
