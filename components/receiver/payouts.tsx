"use client"

import { ChevronDown, Download } from "lucide-react"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Chip, type Tone } from "@/components/ui/chip"
import { cx } from "@/components/ui/cx"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { TimeAgo } from "@/components/ui/time-ago"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { urlOf } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { usePayouts } from "@/lib/client/receiver-queries"
import type { Account, Payout } from "@/lib/client/types"

const TONES: Record<Payout["status"], Tone> = {
  signed: "warn",
  committed: "warn",
  confirmed: "accent",
  failed: "danger",
}

interface PayoutsProps {
  account: Account
  explorer: string | null | undefined
}

/** What was paid out to an address, newest first: how much, at which network fee, and for which payments. */
export function Payouts({ account, explorer }: PayoutsProps) {
  const t = useTexts(RECEIVER).payouts
  const payouts = usePayouts(account.address)
  const rows = payouts.data
  return (
    <Card aria-labelledby="payouts-title">
      <CardHead id="payouts-title" title={t.title} description={t.text} action={<Freshness query={payouts} />} />
      {payouts.isError && !rows ? <ProblemNotice error={payouts.error} /> : null}
      {payouts.isPending ? <SkeletonRows rows={2} /> : null}
      {rows?.length === 0 ? (
        <p className="text-sm text-muted" data-testid="no-payouts">
          {account.payouts_paused ? t.emptyPaused : t.empty(displayCkb(account.threshold))}
        </p>
      ) : null}
      {rows && rows.length > 0 ? (
        <>
          <ul className="divide-y divide-line" data-testid="payouts">
            {rows.map((payout) => (
              <PayoutRow key={payout.settlement_id} payout={payout} explorer={explorer} />
            ))}
          </ul>
          <Button asChild variant="secondary" className="mt-4">
            <a href={urlOf("/api/account/{address}/payouts.csv", { address: account.address })} download>
              <Download aria-hidden className="size-5" />
              {t.csv}
            </a>
          </Button>
        </>
      ) : null}
    </Card>
  )
}

function PayoutRow({ payout, explorer }: { payout: Payout; explorer: string | null | undefined }) {
  const t = useTexts(RECEIVER).payouts
  const [isOpen, setIsOpen] = useState(false)
  const listId = `payout-${payout.settlement_id}`
  const more = payout.payment_count - payout.payments.length
  return (
    <li className="py-4 first:pt-0 last:pb-0" data-testid="payout" data-tx={payout.tx_hash}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Amount shannons={payout.amount} className="min-w-0 font-semibold" />
        <Chip tone={TONES[payout.status]}>{t.statuses[payout.status]}</Chip>
      </div>
      <p className="mt-1 text-sm text-muted">
        <TimeAgo time={payout.updated_at} />
        {payout.network_fee === "0" ? null : ` · ${t.networkFee(displayCkb(payout.network_fee))}`}
      </p>
      <TransactionHash
        hash={payout.tx_hash}
        label={t.hash}
        copyLabel={t.copyHash}
        explorer={explorer}
        className="text-sm"
      />
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-11 items-center gap-2 rounded-lg text-sm font-medium"
        data-testid="payout-open"
      >
        <ChevronDown
          aria-hidden
          className={cx("size-4 text-muted motion-safe:transition-transform", isOpen && "rotate-180")}
        />
        {t.count(payout.payment_count)}
      </button>
      {isOpen ? (
        <ul id={listId} className="space-y-1 text-sm" data-testid="payout-payments">
          {payout.payments.map(({ payment_id, amount, info, link_title }) => (
            <li key={payment_id} className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 truncate">{link_title ?? info ?? t.payment(payment_id)}</span>
              <Amount shannons={amount} className="min-w-0" />
            </li>
          ))}
          {more > 0 ? <li className="text-muted">{t.more(more)}</li> : null}
        </ul>
      ) : null}
    </li>
  )
}
