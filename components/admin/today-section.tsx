"use client"

import Link from "next/link"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { TimeAgo } from "@/components/ui/time-ago"
import { useAwaiting, useOverview } from "@/lib/client/operator-queries"
import { useJobs } from "@/lib/client/queries"
import type { OverviewJson } from "@/lib/http/api/overview"
import { Section } from "./section"

/** How the day goes, and what needs somebody first. */
export function TodaySection() {
  const t = useTexts(ADMIN).today
  const query = useOverview()
  const now = query.data
  return (
    <Section id="today" title={t.title} description={t.text} query={query}>
      {now ? (
        <div className="space-y-6">
          <Needs now={now} />
          <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-3 lg:grid-cols-4">
            <Figure name={t.payments}>{now.today.payments.toLocaleString("en")}</Figure>
            <Figure name={t.volume}>
              <Amount large shannons={now.today.amount} unitClassName="text-sm font-medium text-muted" />
            </Figure>
            <Figure name={t.fees}>
              <Amount large shannons={now.today.fees} unitClassName="text-sm font-medium text-muted" />
            </Figure>
            <Figure name={t.owed} more={t.owedTo(now.owed.receivers, now.owed.more)}>
              <Amount large shannons={now.owed.amount} unitClassName="text-sm font-medium text-muted" />
            </Figure>
            <Figure name={t.stuck} more={t.stuckText}>
              {now.stuck.payments + now.stuck.payouts}
            </Figure>
            <Figure name={t.pool} more={t.poolLow(now.pool.low_below)}>
              {now.pool.lendable}
            </Figure>
            <Figure name={t.block} more={now.block ? <TimeAgo time={now.block.processed_at} /> : null}>
              {now.block ? now.block.number.toLocaleString("en") : t.noBlock}
            </Figure>
          </dl>
        </div>
      ) : null}
    </Section>
  )
}

function Figure({ name, more, children }: { name: string; more?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="rounded-xl border border-line bg-surface p-4">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="mt-1">
        <span className="text-xl font-semibold tabular-nums wrap-anywhere">{children}</span>
        {more ? <span className="block text-sm text-muted">{more}</span> : null}
      </dd>
    </div>
  )
}

/** What waits for somebody, each with the way to where it is done. */
function Needs({ now: { stuck, pool, inngest_answers } }: { now: OverviewJson }) {
  const t = useTexts(ADMIN).today.needs
  const awaiting = useAwaiting().data
  const failed = useJobs().data?.filter(({ last_status }) => last_status === "failed").length ?? 0
  const approvals = awaiting?.receivers.length ?? 0
  const proposals = awaiting?.proposals.length ?? 0
  const needs = [
    stuck.payments > 0 && { text: t.stuckPayments(stuck.payments), href: "/admin/payments?status=submitted" },
    stuck.payouts > 0 && { text: t.stuckPayouts(stuck.payouts), href: "/admin/settlements?status=signed" },
    approvals > 0 && { text: t.approvals(approvals), href: "/admin/settlements" },
    proposals > 0 && { text: t.proposals(proposals), href: "/admin/settlements" },
    pool.low && { text: t.pool(pool.lendable), href: "/admin/pool" },
    inngest_answers === false && { text: t.inngest, href: "/admin/jobs" },
    failed > 0 && { text: t.jobs(failed), href: "/admin/jobs" },
  ].filter((need) => need !== false)
  if (needs.length === 0) return <p className="text-muted">{t.nothing}</p>
  return (
    <div className="rounded-xl bg-warn-soft p-4 text-warn-ink" data-testid="needs">
      <h3 className="font-semibold">{t.title}</h3>
      <ul className="mt-1">
        {needs.map(({ text, href }) => (
          <li key={text}>
            <Link href={href} className="inline-flex min-h-11 items-center underline">
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
