"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { usePartyTotal } from "@/lib/client/receiver-queries"
import type { EntryQuery } from "./entry-query"

/**
 * What the final payments of the shown days come to. It is counted by days: of what is searched for by words, kind or
 * status there is no sum.
 */
export function EntriesSum({ address, query }: { address: string; query: EntryQuery }) {
  const t = useTexts(RECEIVER).entries.sum
  const isCounted = query.kind === "" && query.status === "" && query.note === ""
  const { data } = usePartyTotal(address, { from: query.from, to: query.to }, isCounted)
  if (!isCounted || !data || data.count === 0) return null
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm" data-testid="entries-sum">
      <Sum name={t.payments}>
        <span className="tabular-nums">{data.count}</span>
      </Sum>
      <Sum name={t.amount}>
        <Amount shannons={data.amount} testId="entries-amount" />
      </Sum>
      {data.refunded === "0" ? null : (
        <Sum name={t.refunded}>
          <Amount shannons={data.refunded} />
        </Sum>
      )}
    </dl>
  )
}

function Sum({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap gap-x-2">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 font-medium">{children}</dd>
    </div>
  )
}
