"use client"

import { ChartLine, Table2 } from "lucide-react"
import { useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { SOLVENCY } from "@/components/messages/solvency"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { ChartPlane } from "@/components/ui/chart-plane"
import { roundUp } from "@/components/ui/round-up"
import { TableHead } from "@/components/ui/table"
import { displayCkb } from "@/lib/client/format"
import type { Epoch } from "@/lib/client/types"
import { largest } from "@/lib/money"
import { grouped } from "./grouped"
import { type Drawing, drawHistory, HEIGHT, WIDTH } from "./history-drawing"

/**
 * What was owed, as an area, below what was held, as a line, with the exact numbers in a table behind them: screen
 * readers read the table, everybody else may show it. Drawn by attributes, as in `DayChart`.
 *
 * @param epochs oldest first, at least one
 */
export function HistoryChart({ epochs }: { epochs: Epoch[] }) {
  const t = useTexts(SOLVENCY).history
  const { chart } = useMessages().common
  const [isTable, setTable] = useState(false)
  return (
    <div data-testid="history">
      {isTable ? null : <Chart epochs={epochs} />}
      <HistoryTable epochs={epochs} isHidden={!isTable} />
      <Button variant="ghost" className="mt-2 -ml-4" onClick={() => setTable(!isTable)} aria-pressed={isTable}>
        {isTable ? <ChartLine aria-hidden className="size-5" /> : <Table2 aria-hidden className="size-5" />}
        {isTable ? t.showChart : chart.showTable}
      </Button>
    </div>
  )
}

function Chart({ epochs }: { epochs: Epoch[] }) {
  const t = useTexts(SOLVENCY)
  const [chosen, setChosen] = useState<Epoch | null>(null)
  const top = roundUp(largest(epochs.flatMap(({ owed, held }) => [BigInt(owed), BigInt(held)])))
  const drawing = drawHistory(epochs, top)
  const shown = chosen ?? epochs.at(-1)
  return (
    <div aria-hidden>
      {shown ? (
        <p className="flex flex-wrap gap-x-6 gap-y-1 text-sm tabular-nums">
          <span className="text-muted">{t.history.atBlock(grouped(shown.block_number))}</span>
          <Legend name={t.held} shannons={shown.held} mark="h-0.5 bg-ink" />
          <Legend
            name={t.owed}
            shannons={shown.owed}
            mark={BigInt(shown.held) < BigInt(shown.owed) ? "h-3 bg-danger" : "h-3 bg-accent"}
          />
        </p>
      ) : null}
      <ChartPlane
        width={WIDTH}
        height={HEIGHT}
        top={top}
        point={(place) => setChosen(place === null ? null : (drawing.at(place) ?? null))}
        className="overflow-visible"
      >
        <Lines drawing={drawing} chosen={chosen} />
      </ChartPlane>
      <p className="mt-1 text-sm text-muted">{t.history.fromTo(grouped(drawing.from), grouped(drawing.to))}</p>
    </div>
  )
}

function Legend({ name, shannons, mark }: { name: string; shannons: string; mark: string }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className={`inline-block w-4 ${mark}`} />
      <span>{name}</span>
      <Amount shannons={shannons} className="min-w-0 font-medium" />
    </span>
  )
}

function Lines({ drawing, chosen }: { drawing: Drawing; chosen: Epoch | null }) {
  return (
    <>
      <path d={drawing.owed} className="fill-accent" />
      <path d={drawing.short} className="fill-danger" />
      <path d={drawing.held} fill="none" strokeWidth={2} vectorEffect="non-scaling-stroke" className="stroke-ink" />
      {chosen ? (
        <line
          x1={drawing.middle(chosen)}
          x2={drawing.middle(chosen)}
          y1={0}
          y2={HEIGHT}
          vectorEffect="non-scaling-stroke"
          className="stroke-line-strong"
        />
      ) : null}
    </>
  )
}

function HistoryTable({ epochs, isHidden }: { epochs: Epoch[]; isHidden: boolean }) {
  const t = useTexts(SOLVENCY)
  return (
    <div className={isHidden ? "sr-only" : undefined}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{t.history.caption}</caption>
        <TableHead columns={[{ name: t.block }, { name: t.owed, right: true }, { name: t.held, right: true }]} />
        <tbody className="divide-y divide-line tabular-nums">
          {epochs.toReversed().map(({ block_number: block, owed, held }) => (
            <tr key={block}>
              <th scope="row" className="py-2 pr-3 text-left font-normal">
                {grouped(block)}
              </th>
              <td className="px-3 py-2 text-right">{displayCkb(owed)} CKB</td>
              <td className="py-2 text-right">{displayCkb(held)} CKB</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
