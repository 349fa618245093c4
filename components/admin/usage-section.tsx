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
        </Card>
      ) : null}
    </Section>
  )
}

const BAR = 10
const HEIGHT = 100
const FEWEST = 24

/**
 * Claimed cells at the busiest minute of each stretch, of all that there were. Drawn by attributes, as in `DayChart`.
 */
function Chart({ buckets }: { buckets: UsageJson["buckets"] }) {
  const admin = useTexts(ADMIN)
  const { locale } = useMessages()
  const t = admin.usage
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" })
  const at = (bucket?: UsageJson["buckets"][number]) => (bucket ? time.format(new Date(bucket.from)) : "")
  // A day that has only begun stands at the right end, which is now.
  const places = Math.max(buckets.length, FEWEST)
  const busiest = buckets.reduce((most, bucket) => (bucket.claimed > most.claimed ? bucket : most))
  return (
    <>
      <p className="text-sm">{t.busiest(busiest.claimed, busiest.claimed + busiest.free, at(busiest))}</p>
      <svg
        aria-hidden
        viewBox={`0 0 ${places * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="mt-3 h-24 w-full border-b border-line-strong"
      >
        {buckets.map(({ from, free, claimed }, index) => {
          const height = (claimed * HEIGHT) / Math.max(1, free + claimed)
          const x = (places - buckets.length + index) * BAR + 1
          return (
            <g key={from}>
              <rect x={x} y={0} width={BAR - 2} height={HEIGHT} className="fill-sunken" />
              <rect x={x} y={HEIGHT - height} width={BAR - 2} height={height} className="fill-accent" />
            </g>
          )
        })}
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-sm text-muted">
        <span>{buckets.length === places ? at(buckets[0]) : null}</span>
        <span>{at(buckets.at(-1))}</span>
      </p>
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
