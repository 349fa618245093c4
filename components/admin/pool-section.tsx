"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Chip, type Tone } from "@/components/ui/chip"
import { Filter } from "@/components/ui/filter"
import { Shortened } from "@/components/ui/shortened"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { usePool } from "@/lib/client/queries"
import type { PoolCell } from "@/lib/client/types"
import { LIVE_CELL_STATES, type LiveCellState } from "@/lib/pool/types"
import { PoolChanges } from "./pool-changes"
import { Section } from "./section"

const STATE_TONES: Record<LiveCellState, Tone> = {
  free: "accent",
  held: "neutral",
  claimed: "warn",
  quarantined: "danger",
  immature: "neutral",
}
const SHOWN_AT_FIRST = 10

export function PoolSection() {
  const t = useTexts(ADMIN).pool
  const query = usePool()
  const [state, setState] = useState<LiveCellState | null>(null)
  const pool = query.data
  const oldest = pool?.oldest_hold_seconds ?? null
  return (
    <Section
      id="pool"
      title={t.title}
      description={pool ? (oldest === null ? t.noHold : t.oldestHold(oldest)) : undefined}
      query={query}
      action={<PoolChanges />}
    >
      {pool ? (
        <>
          <dl className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {LIVE_CELL_STATES.filter((each) => each !== "immature" || pool.summary.immature.cells > 0).map((each) => (
              <div
                key={each}
                className="rounded-2xl border border-line bg-surface p-4 sm:p-6"
                data-testid={`pool-${each}`}
              >
                <dt className="flex flex-wrap items-center gap-2">
                  <Chip tone={STATE_TONES[each]}>{t.states[each]}</Chip>
                </dt>
                <dd className="mt-3">
                  <p className="text-2xl font-semibold tabular-nums">{t.cells(pool.summary[each].cells)}</p>
                  <Amount shannons={pool.summary[each].capacity} className="text-sm" />
                  <p className="mt-2 text-sm text-muted">{t.stateHints[each]}</p>
                </dd>
              </div>
            ))}
          </dl>
          <Filter
            label={t.filter}
            className="mt-6 mb-2"
            value={state}
            onChange={setState}
            options={[
              { value: null, name: t.all },
              ...LIVE_CELL_STATES.map((each) => ({ value: each, name: t.states[each] })),
            ]}
          />
          <Cells
            key={state}
            cells={pool.cells.filter((cell) => state === null || cell.state === state)}
            isEmptyPool={pool.cells.length === 0}
          />
        </>
      ) : null}
    </Section>
  )
}

function Cells({ cells, isEmptyPool }: { cells: PoolCell[]; isEmptyPool: boolean }) {
  const t = useTexts(ADMIN).pool
  const [isOpen, setIsOpen] = useState(false)
  if (cells.length === 0) return <p className="py-4 text-muted">{isEmptyPool ? t.empty : t.none}</p>
  const shown = isOpen ? cells : cells.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <CardTable
        caption={t.caption}
        testId="pool-cells"
        columns={[
          { name: t.columns.outPoint },
          { name: t.columns.state },
          { name: t.columns.boundTo },
          { name: t.columns.age },
          { name: t.columns.capacity, right: true },
        ]}
      >
        {shown.map((cell) => (
          <CellRow key={cell.id} cell={cell} />
        ))}
      </CardTable>
      {shown.length < cells.length ? (
        <div className="mt-4 flex flex-wrap items-center gap-4 text-sm text-muted">
          {t.showing(shown.length, cells.length)}
          <Button variant="secondary" onClick={() => setIsOpen(true)}>
            {t.showAll}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function CellRow({ cell }: { cell: PoolCell }) {
  const admin = useTexts(ADMIN)
  const { common } = useMessages()
  const t = admin.pool
  const { tx_hash: hash, index } = cell.out_point
  const claim = cell.claimed_by
  const boundTo = claim
    ? t.claimedBy(t.kinds[claim.kind], claim.id)
    : cell.held_by.length > 0
      ? t.heldBy(cell.held_by.join(", "))
      : null
  return (
    <CardRow data-testid="pool-cell" data-state={cell.state}>
      <CardCell name={t.columns.outPoint}>
        <Shortened text={`${hash}:${index}`} label={t.outPoint} />
      </CardCell>
      <CardCell name={t.columns.state}>
        <Chip tone={STATE_TONES[cell.state]}>{t.states[cell.state]}</Chip>
      </CardCell>
      <CardCell name={t.columns.boundTo} className="lg:text-muted">
        {boundTo ?? common.none}
      </CardCell>
      <CardCell name={t.columns.age} className="lg:text-muted">
        <TimeAgo time={cell.created_at} />
      </CardCell>
      <CardCell name={t.columns.capacity} right>
        <Amount shannons={cell.capacity} />
      </CardCell>
    </CardRow>
  )
}
