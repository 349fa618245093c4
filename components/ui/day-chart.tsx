"use client"

import { ChartColumn, Table2 } from "lucide-react"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { displayCkb } from "@/lib/client/format"
import { Button } from "./button"
import { ChartPlane } from "./chart-plane"
import { cx } from "./cx"
import { dateFormat } from "./formats"
import { roundUp } from "./round-up"
import { TableHead } from "./table"

/** A sum of one day in UTC. */
export interface DaySum {
  /** "2026-01-31" */
  day: string
  /** a string of digits: exact */
  shannons: string
}

interface DayChartProps {
  /** what the bars are, for the table's caption: "Income by day" */
  label: string
  /** every day of the period, oldest first, also those without a sum */
  days: DaySum[]
  /** how many days a bar stands for; more than one where days would be too thin */
  span?: number
  /** shown instead when all sums are zero */
  empty: React.ReactNode
  testId?: string
}

/** Units of the drawing, which is stretched to the width there is. */
const BAR = 10
const GAP = 2
const HEIGHT = 100
/** What a day without money still shows, so that its place can be seen. */
const BASE = 1

/**
 * Sums by day as bars, with the exact numbers in a table behind them: screen readers read the table, everybody else may
 * show it. Drawn by attributes and not by styles, which a content security policy would strip from the first paint.
 */
export function DayChart({ label, days: everyDay, span = 1, empty, testId }: DayChartProps) {
  const t = useMessages().common.chart
  const [isTable, setTable] = useState(false)
  const days = span === 1 ? everyDay : together(everyDay, span)
  const total = days.reduce((sum, { shannons }) => sum + BigInt(shannons), 0n)
  if (total === 0n) return <div data-testid={testId}>{empty}</div>
  return (
    <div data-testid={testId}>
      {isTable ? null : <Bars days={days} span={span} period={everyDay.length} total={total} />}
      <DayTable label={label} days={days} span={span} period={everyDay.length} total={total} isHidden={!isTable} />
      <Button variant="ghost" className="mt-2 -ml-4" onClick={() => setTable(!isTable)} aria-pressed={isTable}>
        {isTable ? <ChartColumn aria-hidden className="size-5" /> : <Table2 aria-hidden className="size-5" />}
        {isTable ? t.showBars : t.showTable}
      </Button>
    </div>
  )
}

/** Sums of several days as one, named by its first day. */
function together(days: DaySum[], span: number): DaySum[] {
  return days
    .filter((_, index) => index % span === 0)
    .map(({ day }, index) => {
      const part = days.slice(index * span, (index + 1) * span)
      return { day, shannons: String(part.reduce((sum, { shannons }) => sum + BigInt(shannons), 0n)) }
    })
}

interface BarsProps {
  days: DaySum[]
  span: number
  /** days of all bars together */
  period: number
  total: bigint
}

function Bars({ days, span, period, total }: BarsProps) {
  const t = useMessages().common.chart
  const dayName = useDayName()
  const named = (day: string) => (span === 1 ? dayName(day) : t.from(dayName(day), span))
  const [chosen, setChosen] = useState<DaySum | null>(null)
  const highest = days.reduce((most, { shannons }) => (BigInt(shannons) > most ? BigInt(shannons) : most), 0n)
  const top = roundUp(highest)
  const first = days[0]
  const last = days.at(-1)
  return (
    <div aria-hidden>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm tabular-nums">
        <span className="text-muted">{chosen ? named(chosen.day) : t.total(period)}</span>
        <span className="font-medium">{displayCkb(chosen ? chosen.shannons : total)} CKB</span>
      </p>
      <ChartPlane
        width={days.length * BAR}
        height={HEIGHT}
        top={top}
        point={(place) => setChosen(place === null ? null : (days[Math.floor(place * days.length)] ?? null))}
      >
        {days.map((sum, index) => {
          const height = barHeight(BigInt(sum.shannons), top)
          return (
            <rect
              key={sum.day}
              x={index * BAR + GAP / 2}
              y={HEIGHT - height}
              width={BAR - GAP}
              height={height}
              className={cx(
                sum.shannons === "0" ? "fill-line-strong" : "fill-accent",
                chosen && chosen.day !== sum.day && "opacity-50",
              )}
            />
          )
        })}
      </ChartPlane>
      <p className="mt-1 flex justify-between text-sm text-muted">
        <span>{first ? dayName(first.day) : ""}</span>
        <span>{last ? dayName(last.day) : ""}</span>
      </p>
    </div>
  )
}

/** Only the height of a bar is a rounded number. A day with any money is seen to have some. */
function barHeight(shannons: bigint, highest: bigint): number {
  const exact = Number((shannons * BigInt(HEIGHT * 100)) / highest) / 100
  return shannons === 0n ? BASE : Math.max(exact, BASE * 2)
}

interface DayTableProps extends BarsProps {
  label: string
  isHidden: boolean
}

function DayTable({ label, days, span, period, total, isHidden }: DayTableProps) {
  const t = useMessages().common.chart
  const dayName = useDayName()
  return (
    <div className={isHidden ? "sr-only" : undefined}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <TableHead columns={[{ name: span === 1 ? t.day : t.firstDay(span) }, { name: t.sum, right: true }]} />
        <tbody className="divide-y divide-line tabular-nums">
          {days.toReversed().map(({ day, shannons }) => (
            <tr key={day}>
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                <time dateTime={day}>{dayName(day)}</time>
              </th>
              <td className="py-2 text-right">{displayCkb(shannons)} CKB</td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-t border-line-strong font-medium tabular-nums">
          <tr>
            <th scope="row" className="py-2 pr-3 text-left font-medium">
              {t.total(period)}
            </th>
            <td className="py-2 text-right">{displayCkb(total)} CKB</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function useDayName(): (day: string) => string {
  const { locale } = useMessages()
  const format = dateFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })
  return (day) => format.format(new Date(`${day}T00:00:00Z`))
}
