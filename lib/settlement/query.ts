import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import { readSearch, type Search } from "@/lib/search"
import type { SettlementStatus } from "./types"

export interface SettlementRow {
  id: bigint
  status: SettlementStatus
  txHash: Hex
  amount: Shannons
  networkFee: Shannons
  createdAt: Date
  updatedAt: Date
  /** How many parties it pays, or was to pay before it failed */
  receivers: number
}

export interface SettlementView extends SettlementRow {
  /** What each party gets. Empty once it failed: its entries wait for another settlement. */
  payouts: { receiver: string; amount: Shannons }[]
}

export interface SettlementFilter {
  /** what somebody looks for, as they typed it: one settlement, or those that pay a party */
  search?: string
  status?: SettlementStatus
  from?: Date
  to?: Date
  cursor?: bigint
  limit: number
}

/** @throws NotFound */
export async function getSettlement(ctx: Context, id: bigint): Promise<SettlementView> {
  const [settlement] = await selectSettlements(ctx, Prisma.sql`s.id = ${id}`, 1)
  if (!settlement) throw new NotFound("There is no settlement with this id.")
  const payouts = await ctx.db.$queryRaw<{ receiver: string; amount: string }[]>`
    SELECT min(receiver) AS receiver, sum(amount)::text AS amount FROM account
    WHERE settlement_id = ${id} GROUP BY lock_hash ORDER BY min(id)`
  return {
    ...settlement,
    payouts: payouts.map(({ receiver, amount }) => ({ receiver, amount: shannons(BigInt(amount)) })),
  }
}

/** Newest first. @throws ValidationError for a search that nothing can be found by */
export async function listSettlements(ctx: Context, filter: SettlementFilter): Promise<Page<SettlementRow>> {
  const search = await readSearch(ctx, filter.search)
  const conditions = [Prisma.sql`true`]
  if (search) conditions.push(searchCondition(search))
  if (filter.status) conditions.push(Prisma.sql`s.status = ${filter.status}`)
  if (filter.from) conditions.push(Prisma.sql`s.created_at >= ${filter.from.toISOString()}::timestamptz`)
  if (filter.to) conditions.push(Prisma.sql`s.created_at <= ${filter.to.toISOString()}::timestamptz`)
  if (filter.cursor !== undefined) conditions.push(Prisma.sql`s.id < ${filter.cursor}`)
  return pageOf(await selectSettlements(ctx, Prisma.join(conditions, " AND "), filter.limit + 1), filter.limit)
}

function searchCondition(search: Search): Prisma.Sql {
  if ("id" in search) return Prisma.sql`s.id = ${search.id}`
  if ("lockHash" in search)
    return Prisma.sql`s.id IN (SELECT settlement_id FROM account WHERE lock_hash = ${fromHex(search.lockHash)})`
  return Prisma.sql`s.id IN (SELECT settlement_id FROM chain_transaction WHERE tx_hash = ${fromHex(search.txHash)})`
}

interface Row {
  id: bigint
  status: SettlementStatus
  tx_hash: Uint8Array
  amount: bigint
  network_fee: bigint
  created_at: Date
  updated_at: Date
  receivers: bigint
}

/** What a payout pays each party was written down when it was signed; a withdrawal pays one. */
const RECEIVERS = Prisma.sql`
  CASE WHEN s.kind = 'withdrawal' THEN 1
    WHEN EXISTS (SELECT FROM payout WHERE settlement_id = s.id)
      THEN (SELECT count(*) FROM payout WHERE settlement_id = s.id)
    -- It was signed before that was done.
    ELSE (SELECT count(DISTINCT lock_hash) FROM account WHERE settlement_id = s.id) END`

async function selectSettlements({ db }: Context, where: Prisma.Sql, limit: number): Promise<SettlementRow[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT s.id, s.status, s.tx_hash, s.amount, s.network_fee, s.created_at, s.updated_at, ${RECEIVERS} AS receivers
    FROM settlement s WHERE ${where} ORDER BY s.id DESC LIMIT ${limit}`
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    txHash: toHex(row.tx_hash),
    amount: shannons(row.amount),
    networkFee: shannons(row.network_fee),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    receivers: Number(row.receivers),
  }))
}
