import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import type { LinkStatus } from "@/lib/payment/link-status"
import type { SplitInput } from "@/lib/payment/parties"
import type { PaymentLink } from "./types"

/** A link with what came in through it. */
export interface PaymentLinkWithSums extends PaymentLink {
  /** payments that are in a block: what is paid, before the platform's fee */
  paid: { count: number; amount: Shannons }
  /** payments that are signed and wait for a block */
  pending: { count: number; amount: Shannons }
}

/** @throws NotFound */
export async function getPaymentLink(ctx: Context, slug: string): Promise<PaymentLink> {
  const [row] = await selectLinks(ctx, Prisma.sql`l.slug = ${slug}`, 1)
  if (!row) throw new NotFound("There is no payment link with this address. Ask the payee for it again.")
  return linkOf(row)
}

/** Whether the link's payments go to this lock. False for an unknown link, too. */
export async function isReceiverOfLink({ db }: Context, slug: string, lockHash: Hex): Promise<boolean> {
  return (await db.paymentLink.count({ where: { slug, receiverLockHash: fromHex(lockHash) } })) > 0
}

/**
 * The links of a receiver, newest first, without those of a counter: each of them was for one customer. Pages by id, not
 * by offset.
 */
export async function listPaymentLinks(
  ctx: Context,
  filter: { receiverLockHash: Hex; cursor?: bigint; limit: number },
): Promise<Page<PaymentLinkWithSums>> {
  const before = filter.cursor === undefined ? Prisma.empty : Prisma.sql`AND l.id < ${filter.cursor}`
  const where = Prisma.sql`l.receiver_lock_hash = ${fromHex(filter.receiverLockHash)} AND NOT l.at_counter ${before}`
  const rows = await selectLinks(ctx, where, filter.limit + 1)
  const page = pageOf(rows, filter.limit)
  return { ...page, items: page.items.map(withSums) }
}

interface LinkRow {
  id: bigint
  slug: string
  receiver: string
  amount: bigint | null
  presets: bigint[]
  title: string
  note: string | null
  info: string | null
  category: number | null
  one_time: boolean
  at_counter: boolean
  success_url: string | null
  expires_at: Date | null
  created_at: Date
  status: LinkStatus
  splits: { receiver: string; bps: number | null; amount: string | null }[]
  paid_count: bigint
  paid_amount: string
  pending_count: bigint
  pending_amount: string
}

async function selectLinks({ db }: Context, where: Prisma.Sql, limit: number): Promise<LinkRow[]> {
  return db.$queryRaw<LinkRow[]>`
    SELECT l.id, l.slug, l.receiver, l.amount, l.presets, l.title, l.note, l.info, l.category, l.one_time,
      l.at_counter, l.success_url, l.expires_at, l.created_at, payment_link_status(l.id) AS status, s.splits, p.*
    FROM (SELECT * FROM payment_link l WHERE ${where} ORDER BY l.id DESC LIMIT ${limit}) l
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('receiver', s.receiver, 'bps', s.bps, 'amount', s.amount::text)
        ORDER BY s.position), '[]') AS splits
      FROM payment_link_split s WHERE s.link_id = l.id
    ) s
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.is_complete) AS paid_count,
        coalesce(sum(p.amount) FILTER (WHERE p.is_complete), 0)::text AS paid_amount,
        count(*) FILTER (WHERE NOT p.is_complete) AS pending_count,
        coalesce(sum(p.amount) FILTER (WHERE NOT p.is_complete), 0)::text AS pending_amount
      FROM payment p WHERE p.link_id = l.id AND p.status IN ('submitted', 'committed', 'confirmed')
    ) p
    ORDER BY l.id DESC`
}

function linkOf(row: LinkRow): PaymentLink {
  return {
    id: row.id,
    slug: row.slug,
    receiver: row.receiver,
    amount: row.amount === null ? null : shannons(row.amount),
    presets: row.presets.map(shannons),
    title: row.title,
    note: row.note,
    splits: row.splits.map(splitOf),
    info: row.info,
    category: row.category,
    oneTime: row.one_time,
    atCounter: row.at_counter,
    successUrl: row.success_url,
    expiresAt: row.expires_at,
    status: row.status,
    createdAt: row.created_at,
  }
}

/** The database holds exactly one of the two. */
function splitOf({ receiver, bps, amount }: LinkRow["splits"][number]): SplitInput {
  return bps === null ? { receiver, amount: shannons(BigInt(amount ?? 0)) } : { receiver, bps }
}

function withSums(row: LinkRow): PaymentLinkWithSums {
  return {
    ...linkOf(row),
    paid: { count: Number(row.paid_count), amount: shannons(BigInt(row.paid_amount)) },
    pending: { count: Number(row.pending_count), amount: shannons(BigInt(row.pending_amount)) },
  }
}
