"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { ProgressBar } from "@/components/ui/progress-bar"
import { TimeUntil } from "@/components/ui/time-ago"
import { displayCkb } from "@/lib/client/format"
import type { Account } from "@/lib/client/types"
import { CheckOwed } from "./check-owed"

interface BalanceCardProps {
  account: Account
  /** "+1.485 CKB received", for a moment */
  news: string
  children?: React.ReactNode
}

/** What is owed now, how far it is to the next payout, and what was or is on its way. */
export function BalanceCard({ account, news, children }: BalanceCardProps) {
  const t = useTexts(RECEIVER)
  const owed = BigInt(account.available)
  const threshold = BigInt(account.threshold)
  const isReached = owed >= threshold
  const progress = [displayCkb(owed), displayCkb(threshold)] as const
  const progressText = account.payouts_paused
    ? t.progressPaused(...progress)
    : isReached
      ? t.progressDone
      : t.progress(...progress, displayCkb(threshold - owed))
  return (
    <Card aria-label={t.owed}>
      <p className="text-sm font-medium text-muted">{t.owed}</p>
      <p className="mt-1 text-4xl font-semibold tracking-tight sm:text-5xl">
        <Amount large shannons={owed} unitClassName="text-xl font-medium text-muted sm:text-2xl" testId="owed-now" />
      </p>
      <p role="status" aria-live="polite" className="mt-2 min-h-7 font-medium text-accent-ink" data-testid="news">
        {news}
      </p>
      <ProgressBar
        className="mt-4"
        label={t.progressLabel}
        done={owed}
        whole={threshold}
        text={progressText}
        testId="payout-progress"
      />
      {isReached && account.next_settlement_at && !account.payouts_paused ? (
        <p className="mt-1 text-sm text-muted">
          {t.nextRun} <TimeUntil time={account.next_settlement_at} />
        </p>
      ) : null}
      {children}
      <CheckOwed address={account.address} />
      <dl className="mt-8 grid grid-cols-1 gap-6 border-t border-line pt-6 sm:grid-cols-3">
        <Stat name={t.pending} hint={t.pendingHint} shannons={account.pending} testId="pending" />
        <Stat name={t.settling} hint={t.settlingHint} shannons={account.settling} testId="settling" />
        <Stat name={t.paid} shannons={account.paid} testId="paid-out" />
      </dl>
    </Card>
  )
}

function Stat({ name, hint, shannons, testId }: { name: string; hint?: string; shannons: string; testId: string }) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      <dd>
        <Amount shannons={shannons} className="text-lg font-semibold" testId={testId} />
        {hint ? <p className="text-sm text-muted">{hint}</p> : null}
      </dd>
    </div>
  )
}
