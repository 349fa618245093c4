"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Sums, withoutNothing } from "@/components/ui/sums"
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
    <Sums
      testId="entries-sum"
      count={{ name: t.payments, number: data.count }}
      sums={[
        { name: t.amount, shannons: data.amount, testId: "entries-amount" },
        ...withoutNothing([{ name: t.refunded, shannons: data.refunded }]),
      ]}
    />
  )
}
