"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Card, CardHead } from "@/components/ui/card"
import { Chip } from "@/components/ui/chip"
import { TimeAgo } from "@/components/ui/time-ago"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { displayCkb } from "@/lib/client/format"
import type { Account, Entry } from "@/lib/client/types"

interface Payout {
  hash: string
  amount: bigint
  entries: number
  isPaid: boolean
  time: string
}

interface PayoutsProps {
  entries: Entry[]
  account: Account
  explorer: string | null | undefined
}

/** The payouts that the entries shown belong to, newest first. */
export function Payouts({ entries, account, explorer }: PayoutsProps) {
  const { entries: texts, payouts: t } = useTexts(RECEIVER)
  const payouts = groupByPayout(entries)
  return (
    <Card aria-labelledby="payouts-title">
      <CardHead id="payouts-title" title={t.title} description={t.text} />
      {payouts.length === 0 ? (
        <p className="text-sm text-muted" data-testid="no-payouts">
          {account.payouts_paused ? t.emptyPaused : t.empty(displayCkb(account.threshold))}
        </p>
      ) : (
        <ul className="divide-y divide-line" data-testid="payouts">
          {payouts.map((payout) => (
            <li key={payout.hash} className="py-4 first:pt-0 last:pb-0" data-testid="payout" data-tx={payout.hash}>
              <div className="flex items-center justify-between gap-2">
                <Amount shannons={payout.amount} className="font-semibold" />
                <Chip tone={payout.isPaid ? "accent" : "warn"}>
                  {texts.statuses[payout.isPaid ? "paid" : "settling"]}
                </Chip>
              </div>
              <p className="mt-1 text-sm text-muted">
                {t.count(payout.entries)} · <TimeAgo time={payout.time} />
              </p>
              <TransactionHash
                hash={payout.hash}
                label={t.hash}
                copyLabel={t.copyHash}
                explorer={explorer}
                className="text-sm"
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function groupByPayout(entries: Entry[]): Payout[] {
  const payouts = new Map<string, Payout>()
  for (const entry of entries) {
    if (!entry.tx_hash) continue
    const payout = payouts.get(entry.tx_hash)
    if (payout) {
      payout.amount += BigInt(entry.amount)
      payout.entries += 1
      if (entry.updated_at > payout.time) payout.time = entry.updated_at
    } else {
      const { tx_hash: hash, status, updated_at: time } = entry
      payouts.set(hash, { hash, amount: BigInt(entry.amount), entries: 1, isPaid: status === "paid", time })
    }
  }
  return [...payouts.values()].sort((a, b) => b.time.localeCompare(a.time))
}
