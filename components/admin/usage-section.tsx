"use client"

import { ADMIN } from "@/components/messages/admin"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Card } from "@/components/ui/card"
import { Notice } from "@/components/ui/notice"
import { useUsage } from "@/lib/client/operator-queries"
import type { UsageJson } from "@/lib/http/api/pool"
import { Section } from "./section"

/** How much of the pool was bound in the last day, and whether too little is left now. */
export function UsageSection() {
  const t = useTexts(ADMIN).usage
  const query = useUsage()
  const usage = query.data
  return (
    <Section id="usage" title={t.title} description={t.text} query={query}>
      {usage?.low ? (
        <div className="mb-4">
          <Notice tone="warn" title={t.low} testId="pool-low">
            <p>{t.lowText(usage.lendable, usage.low_below)}</p>
          </Notice>
        </div>
      ) : null}
      {usage ? (
        <Card>
          {usage.buckets.length > 0 ? <Chart buckets={usage.buckets} /> : <p className="text-muted">{t.empty}</p>}
          <p className="mt-3 text-muted text-sm">{t.needed(usage.needed)}</p>
        </Card>
      ) : null}
    </Section>
  )
}

const HEIGHT = 100
const HOURS = 24
/** What a bar stands for. */
const STRETCH_MS = 15 * 60_000
const BAR = 10
const PLACES = (HOURS * 3_600_000) / STRETCH_MS

/**
 * Cells in use at the busiest minute of each stretch, before all that there were, at their time of the last day. Drawn
 * by attributes, as in `DayChart`.
 */
function Chart({ buckets }: { buckets: UsageJson["buckets"] }) {
  const admin = useTexts(ADMIN)
  const { locale } = useMessages()
  const t = admin.usage
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" })
  const day = new Intl.DateTimeFormat(locale, { weekday: "short", hour: "2-digit", minute: "2-digit" })
  const at = ({ from }: { from: string }) => time.format(new Date(from))
  const end = Math.max(...buckets.map(({ from }) => Date.parse(from))) + STRETCH_MS
  const start = end - PLACES * STRETCH_MS
  const place = ({ from }: { from: string }) => (Date.parse(from) - start) / STRETCH_MS
  const busiest = buckets.reduce((most, bucket) => (bucket.claimed > most.claimed ? bucket : most))
  const top = Math.max(1, ...buckets.map(({ free, claimed }) => free + claimed))
  const height = (cells: number) => (cells * HEIGHT) / top
  return (
    <>
      <p className="text-sm">{t.busiest(busiest.claimed, busiest.claimed + busiest.free, at(busiest))}</p>
      <div aria-hidden className="mt-3 flex gap-2" data-testid="usage-chart">
        <div className="min-w-0 flex-1">
          <svg
            aria-hidden
            viewBox={`0 0 ${PLACES * BAR} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="h-24 w-full border-b border-line-strong"
          >
            {buckets.map((bucket) => {
              const { from, free, claimed } = bucket
              const x = place(bucket) * BAR + 1
              return (
                <g key={from}>
                  <rect
                    x={x}
                    y={HEIGHT - height(free + claimed)}
                    width={BAR - 2}
                    height={height(free + claimed)}
                    className="fill-sunken"
                  />
                  <rect
                    x={x}
                    y={HEIGHT - height(claimed)}
                    width={BAR - 2}
                    height={height(claimed)}
                    className="fill-accent"
                  />
                </g>
              )
            })}
          </svg>
          <p className="mt-1 flex flex-wrap justify-between gap-x-2 text-sm text-muted">
            <span>{day.format(start)}</span>
            <span>{time.format((start + end) / 2)}</span>
            <span>{time.format(end)}</span>
          </p>
        </div>
        <div className="flex h-24 flex-col justify-between text-right text-xs leading-none text-muted tabular-nums">
          <span>{t.cells(top)}</span>
          {top % 2 === 0 ? <span>{top / 2}</span> : null}
          <span>0</span>
        </div>
      </div>
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-11 items-center font-medium underline">{t.table}</summary>
        <table className="w-full border-collapse">
          <caption className="sr-only">{t.title}</caption>
          <thead>
            <tr className="border-b border-line-strong text-left text-muted">
              <th scope="col" className="py-2 font-medium">
                {t.columns.from}
              </th>
              <th scope="col" className="py-2 text-right font-medium">
                {t.columns.claimed}
              </th>
              <th scope="col" className="py-2 text-right font-medium">
                {t.columns.free}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line tabular-nums">
            {buckets.toReversed().map((bucket) => (
              <tr key={bucket.from}>
                <td className="py-2">{at(bucket)}</td>
                <td className="py-2 text-right">{bucket.claimed}</td>
                <td className="py-2 text-right">{bucket.free}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
