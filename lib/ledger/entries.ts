import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import type { EntryKind, EntryStatus, OwedKind } from "./types"

/** What one payment owes one party. */
export interface Entry {
  id: bigint
  paymentId: bigint
  receiver: string
  amount: Shannons
  kind: EntryKind
  status: EntryStatus
  isPayed: boolean
  /** the payout's */
  txHash: Hex | null
  createdAt: Date
  updatedAt: Date
}

/** An entry as its receiver sees it: with what the sender wrote, and who that was. */
export interface ReceivedEntry extends Entry {
  sender: string
  info: string | null
}

export interface EntryFilter {
  status?: EntryStatus
  kind?: OwedKind
  /** of the payment */
  category?: number
  /** exactly the payment's */
  info?: string
  /** somewhere in the payment's info, in upper or lower case */
  note?: string
  from?: Date
  to?: Date
  cursor?: bigint
  limit: number
}

/** A party's entries, newest first, without the platform's fees and without payments that nobody has signed. */
export async function listEntries(ctx: Context, lockHash: Hex, filter: EntryFilter): Promise<Page<ReceivedEntry>> {
  const conditions = [
    Prisma.sql`a.lock_hash = ${fromHex(lockHash)} AND a.kind <> 'fee'`,
    Prisma.sql`p.status NOT IN ('prepared', 'cancelled', 'expired')`,
  ]
  if (filter.status) conditions.push(Prisma.sql`a.status = ${filter.status}`)
  if (filter.kind) conditions.push(Prisma.sql`a.kind = ${filter.kind}`)
  if (filter.note !== undefined) conditions.push(Prisma.sql`position(lower(${filter.note}) IN lower(p.info)) > 0`)
  if (filter.category !== undefined) conditions.push(Prisma.sql`p.category = ${filter.category}`)
  if (filter.info !== undefined) conditions.push(Prisma.sql`p.info = ${filter.info}`)
  if (filter.from) conditions.push(Prisma.sql`a.created_at >= ${filter.from.toISOString()}::timestamptz`)
  if (filter.to) conditions.push(Prisma.sql`a.created_at <= ${filter.to.toISOString()}::timestamptz`)
  if (filter.cursor !== undefined) conditions.push(Prisma.sql`a.id < ${filter.cursor}`)
  const where = Prisma.join(conditions, " AND ")
  return pageOf(
    await selectEntries(ctx, Prisma.sql`${where} ORDER BY a.id DESC LIMIT ${filter.limit + 1}`),
    filter.limit,
  )
}

/** The entries of one payment, in the order in which they were made: they sum to its amount. */
export async function entriesOfPayment(ctx: Context, paymentId: bigint): Promise<Entry[]> {
  return selectEntries(ctx, Prisma.sql`a.payment_id = ${paymentId} ORDER BY a.id`)
}

/** What the platform owes all parties together, and has not paid on chain yet. */
export async function totalOwed({ db }: Context): Promise<Shannons> {
  const [row] = await db.$queryRaw<{ total: string }[]>`
    SELECT coalesce(sum(amount), 0)::text AS total FROM account
    WHERE status IN ('available', 'settling') AND kind <> 'fee'`
  return shannons(BigInt(row?.total ?? 0))
}

interface EntryRow {
  id: bigint
  payment_id: bigint
  receiver: string
  amount: bigint
  kind: Entry["kind"]
  status: EntryStatus
  is_payed: boolean
  tx_hash: Uint8Array | null
  created_at: Date
  updated_at: Date
  sender: string
  info: string | null
}

async function selectEntries({ db }: Context, rest: Prisma.Sql): Promise<ReceivedEntry[]> {
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT a.id, a.payment_id, a.receiver, a.amount, a.kind, a.status, a.is_payed, a.tx_hash, a.created_at,
      a.updated_at,
           p.sender, p.info
    FROM account a JOIN payment p ON p.id = a.payment_id
    WHERE ${rest}`
  return rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    receiver: row.receiver,
    amount: shannons(row.amount),
    kind: row.kind,
    status: row.status,
    isPayed: row.is_payed,
    txHash: row.tx_hash && toHex(row.tx_hash),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sender: row.sender,
    info: row.info,
  }))
}
