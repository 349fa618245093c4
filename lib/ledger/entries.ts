import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import type { EntryKind, EntryStatus, OwedKind } from "./types"

/**
 * What one payment owes one party: one of them for ever, of the amount that was signed for, however many payouts it
 * takes to pay it.
 */
export interface Entry {
  id: bigint
  paymentId: bigint
  receiver: string
  amount: Shannons
  kind: EntryKind
  /** of the part that is furthest from being paid */
  status: EntryStatus
  isPayed: boolean
  /** the newest payout's */
  txHash: Hex | null
  createdAt: Date
  updatedAt: Date
  /** How it is paid out; they sum to its amount. One, unless a payout needed less than all of it. */
  parts: EntryPart[]
}

export interface EntryPart {
  amount: Shannons
  status: EntryStatus
  settlementId: bigint | null
  /** the payout's */
  txHash: Hex | null
  updatedAt: Date
}

/** An entry as its receiver sees it: with what was sold, what the sender wrote, and who that was. */
export interface ReceivedEntry extends Entry {
  sender: string
  info: string | null
  /** the merchant's name for what was paid */
  reference: string | null
  /** what the payer wrote to the payee */
  message: string | null
  /** in the words that its payer has read */
  link: { slug: string; title: string } | null
  payment: { amount: Shannons; platformFee: Shannons; txHash: Hex }
}

export interface EntryFilter {
  /** as the entry has it */
  status?: EntryStatus
  kind?: OwedKind
  /** of the payment */
  category?: number
  /** exactly the payment's */
  info?: string
  /** somewhere in what the payment says of itself or its link is called, in upper or lower case */
  note?: string
  from?: Date
  to?: Date
  cursor?: bigint
  limit: number
}

/** A party's entries, newest first, without the platform's fees and without payments that nobody has signed. */
export async function listEntries(ctx: Context, lockHash: Hex, filter: EntryFilter): Promise<Page<ReceivedEntry>> {
  const conditions = [
    Prisma.sql`a.lock_hash = ${fromHex(lockHash)} AND a.kind <> 'fee' AND a.part_of IS NULL`,
    Prisma.sql`p.status NOT IN ('prepared', 'cancelled', 'expired')`,
  ]
  if (filter.status) conditions.push(Prisma.sql`${STATUS} = ${filter.status}`)
  if (filter.kind) conditions.push(Prisma.sql`a.kind = ${filter.kind}`)
  if (filter.note !== undefined) conditions.push(Prisma.sql`position(lower(${filter.note}) IN lower(${WORDS})) > 0`)
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

/** The shares of one payment, in the order in which they were made: they sum to its amount. */
export async function entriesOfPayment(ctx: Context, paymentId: bigint): Promise<Entry[]> {
  const shares = Prisma.sql`a.payment_id = ${paymentId} AND a.kind <> 'refund' AND a.part_of IS NULL`
  return selectEntries(ctx, Prisma.sql`${shares} ORDER BY a.id`)
}

/** What the platform owes all parties together, and has not paid on chain yet. */
export async function totalOwed({ db }: Context): Promise<Shannons> {
  const [row] = await db.$queryRaw<{ total: string }[]>`
    SELECT coalesce(sum(amount), 0)::text AS total FROM account_total
    WHERE key = ''::bytea AND status IN ('available', 'settling')`
  return shannons(BigInt(row?.total ?? 0))
}

interface EntryRow {
  id: bigint
  payment_id: bigint
  receiver: string
  amount: bigint
  kind: Entry["kind"]
  status: EntryStatus
  settlement_id: bigint | null
  tx_hash: Uint8Array | null
  created_at: Date
  updated_at: Date
  entry_status: EntryStatus
  rest: PartRow[] | null
  sender: string
  info: string | null
  reference: string | null
  message: string | null
  link_slug: string | null
  link_title: string | null
  paid_amount: bigint
  platform_fee: bigint
  payment_tx_hash: Uint8Array
}

/** As JSON has it: a number of JavaScript would not hold its integers. */
interface PartRow {
  amount: string
  status: EntryStatus
  settlement_id: string | null
  tx_hash: string | null
  updated_at: string
}

/** The state of an entry `a` with its parts `x`: that of the part which is furthest from being paid. */
const STATUS = Prisma.sql`
  CASE WHEN x.statuses IS NULL THEN a.status ELSE (
    SELECT status FROM unnest(x.statuses || a.status) AS part(status)
    ORDER BY array_position(ARRAY['void', 'pending', 'available', 'settling', 'paid', 'reversed'], status) LIMIT 1
  ) END`

/** What the books call a link: it may be called otherwise by now. */
const LINK_TITLE = Prisma.sql`coalesce(r.title, l.title)`

/** All words about what was sold, with what nobody can type between them. */
const WORDS = Prisma.sql`concat_ws(chr(31), ${LINK_TITLE}, p.reference, p.info, p.message)`

async function selectEntries({ db }: Context, rest: Prisma.Sql): Promise<ReceivedEntry[]> {
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT a.id, a.payment_id, a.receiver, a.amount, a.kind, a.status, a.settlement_id, a.tx_hash, a.created_at,
      a.updated_at, ${STATUS} AS entry_status, x.rest, p.sender, p.info, p.reference, p.message, l.slug AS link_slug,
      ${LINK_TITLE} AS link_title, p.amount AS paid_amount, p.platform_fee, p.tx_hash AS payment_tx_hash
    FROM account a
    JOIN payment p ON p.id = a.payment_id
    LEFT JOIN payment_link l ON l.id = p.link_id
    LEFT JOIN payment_link_revision r ON r.link_id = p.link_id AND r.revision = p.link_revision
    CROSS JOIN LATERAL (
      SELECT array_agg(x.status) AS statuses,
        json_agg(json_build_object('amount', x.amount::text, 'status', x.status,
          'settlement_id', x.settlement_id::text, 'tx_hash', '0x' || encode(x.tx_hash, 'hex'),
          'updated_at', x.updated_at) ORDER BY x.id) AS rest
      FROM account x WHERE x.part_of = a.id
    ) x
    WHERE ${rest}`
  return rows.map(entryOf)
}

function entryOf(row: EntryRow): ReceivedEntry {
  const parts: EntryPart[] = [
    {
      amount: shannons(row.amount),
      status: row.status,
      settlementId: row.settlement_id,
      txHash: row.tx_hash && toHex(row.tx_hash),
      updatedAt: row.updated_at,
    },
    ...(row.rest ?? []).map((part) => ({
      amount: shannons(BigInt(part.amount)),
      status: part.status,
      settlementId: part.settlement_id === null ? null : BigInt(part.settlement_id),
      txHash: part.tx_hash as Hex | null,
      updatedAt: new Date(part.updated_at),
    })),
  ]
  return {
    id: row.id,
    paymentId: row.payment_id,
    receiver: row.receiver,
    amount: shannons(parts.reduce((total, { amount }) => total + amount, 0n)),
    kind: row.kind,
    status: row.entry_status,
    isPayed: row.entry_status === "paid",
    txHash: parts.findLast(({ txHash }) => txHash !== null)?.txHash ?? null,
    createdAt: row.created_at,
    updatedAt: new Date(Math.max(...parts.map(({ updatedAt }) => updatedAt.getTime()))),
    parts,
    sender: row.sender,
    info: row.info,
    reference: row.reference,
    message: row.message,
    link: row.link_slug !== null && row.link_title !== null ? { slug: row.link_slug, title: row.link_title } : null,
    payment: {
      amount: shannons(row.paid_amount),
      platformFee: shannons(row.platform_fee),
      txHash: toHex(row.payment_tx_hash),
    },
  }
}
