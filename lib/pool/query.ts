import type { Context } from "@/lib/context"
import { type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import { kindAndId, type OwnerKind, type OwnerRow } from "@/lib/transaction/owner"
import type { CellState, LiveCellState } from "./types"

export interface PoolCell {
  id: bigint
  outPoint: { txHash: Hex; index: number }
  capacity: Shannons
  state: LiveCellState
  createdAt: Date
  /** the prepared payments that name it */
  heldBy: bigint[]
  claimedBy: { kind: OwnerKind; id: bigint } | null
}

export type PoolSummary = Record<LiveCellState, { cells: number; capacity: Shannons }>

/**
 * The platform's live cells in numbers. Not as a join: statistics of a large table say for days that nothing is
 * prepared, and a join that is planned for nothing compares each cell with each prepared payment.
 */
export async function summarizePool({ db }: Context): Promise<PoolSummary> {
  const rows = await db.$queryRaw<{ state: LiveCellState; cells: bigint; capacity: string }[]>`
    SELECT CASE WHEN c.state = 'free' AND c.id IN (
             SELECT platform_cell_id FROM payment WHERE status = 'prepared' AND expires_at > now()
           ) THEN 'held' ELSE c.state END AS state,
           count(*) AS cells, sum(c.capacity)::text AS capacity
    FROM platform_cell c
    WHERE c.state IN ('free', 'claimed', 'quarantined', 'immature')
    GROUP BY 1`
  const of = (state: LiveCellState) => {
    const row = rows.find((candidate) => candidate.state === state)
    return { cells: Number(row?.cells ?? 0), capacity: shannons(BigInt(row?.capacity ?? 0)) }
  }
  return {
    free: of("free"),
    held: of("held"),
    claimed: of("claimed"),
    quarantined: of("quarantined"),
    immature: of("immature"),
  }
}

/** @returns seconds since the oldest payment that is prepared and not expired, or null when there is none */
export async function oldestHold({ db }: Context): Promise<number | null> {
  const [row] = await db.$queryRaw<{ seconds: number | null }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp() - min(created_at)))::int AS seconds
    FROM payment WHERE status = 'prepared' AND expires_at > now()`
  return row?.seconds ?? null
}

interface CellRow extends OwnerRow {
  id: bigint
  tx_hash: Uint8Array
  output_index: number
  capacity: bigint
  state: Extract<CellState, LiveCellState>
  created_at: Date
}

/** The platform's live cells, newest first, with what holds or claims them. */
export async function listPoolCells(
  { db }: Context,
  { cursor, limit }: { cursor?: bigint; limit: number },
): Promise<Page<PoolCell>> {
  const before = cursor ?? 9_223_372_036_854_775_807n
  const rows = await db.$queryRaw<CellRow[]>`
    SELECT c.id, c.tx_hash, c.output_index, c.capacity, c.state, c.created_at,
           k.payment_id, k.settlement_id, k.pool_operation_id
    FROM platform_cell c
    LEFT JOIN claim k ON k.tx_hash = c.tx_hash AND k.output_index = c.output_index
    WHERE c.state IN ('free', 'claimed', 'quarantined', 'immature') AND c.id < ${before}
    ORDER BY c.id DESC
    LIMIT ${limit + 1}`
  const holders = await holdersOf(
    db,
    rows.map(({ id }) => id),
  )
  return pageOf(
    rows.map((row) => toCell(row, holders.get(row.id) ?? [])),
    limit,
  )
}

/** The prepared payments of each of these cells, oldest first. */
async function holdersOf(db: Context["db"], cellIds: bigint[]): Promise<Map<bigint, bigint[]>> {
  const rows = await db.$queryRaw<{ cell: bigint; payments: string[] }[]>`
    SELECT platform_cell_id AS cell, array_agg(id::text ORDER BY id) AS payments FROM payment
    WHERE platform_cell_id = ANY(${cellIds}) AND status = 'prepared' AND expires_at > now() GROUP BY 1`
  return new Map(rows.map(({ cell, payments }) => [cell, payments.map(BigInt)]))
}

function toCell(row: CellRow, heldBy: bigint[]): PoolCell {
  return {
    id: row.id,
    outPoint: { txHash: toHex(row.tx_hash), index: row.output_index },
    capacity: shannons(row.capacity),
    state: row.state === "free" && heldBy.length > 0 ? "held" : row.state,
    createdAt: row.created_at,
    heldBy,
    claimedBy: kindAndId(row) ?? null,
  }
}
