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
  /** payments that are in a block: what was paid, and what of it is the receiver's, without fee and others' shares */
  paid: { count: number; amount: Shannons; net: Shannons }
  /** payments that are signed and wait for a block */
  pending: { count: number; amount: Shannons }
}

/** @throws NotFound */
export async function getPaymentLink(ctx: Context, slug: string): Promise<PaymentLink> {
  const [row] = await selectLinks(ctx, Prisma.sql`l.slug = ${slug}`, 1)
  if (!row) throw new NotFound("There is no payment link with this address. Ask the payee for it again.")
  return linkOf(row)
}

/** The link that has this reference of a project, or of a receiver without one, now, if one has. */
export async function findLinkByReference(
  ctx: Context,
  { projectId, receiver, reference }: { projectId: bigint | null; receiver: Hex; reference: string },
): Promise<PaymentLink | undefined> {
  const whose =
    projectId === null
      ? Prisma.sql`l.project_id IS NULL AND l.receiver_lock_hash = ${fromHex(receiver)}`
      : Prisma.sql`l.project_id = ${projectId}`
  const where = Prisma.sql`${whose} AND l.reference = ${reference} AND NOT l.reference_released`
  const [row] = await selectLinks(ctx, where, 1)
  return row && linkOf(row)
}

/** Whether the link's payments go to this lock. False for an unknown link, too. */
export async function isReceiverOfLink({ db }: Context, slug: string, lockHash: Hex): Promise<boolean> {
  return (await db.paymentLink.count({ where: { slug, receiverLockHash: fromHex(lockHash) } })) > 0
}

/** Whether the link is this project's. False for an unknown link, too. */
export async function isLinkOf({ db }: Context, slug: string, projectId: bigint): Promise<boolean> {
  return (await db.paymentLink.count({ where: { slug, projectId } })) > 0
}

/**
 * The links of a receiver, newest first, without those of a counter: each of them was for one customer. Pages by id,
 * not by offset.
 */
export async function listPaymentLinks(
  ctx: Context,
  filter: LinkFilter & { receiverLockHash: Hex },
): Promise<Page<PaymentLinkWithSums>> {
  const where = Prisma.sql`l.receiver_lock_hash = ${fromHex(filter.receiverLockHash)} AND NOT l.at_counter`
  const rows = await selectLinks(ctx, filtered(where, filter), filter.limit + 1)
  const page = pageOf(rows, filter.limit)
  const sums = await selectSums(ctx, page.items)
  return { ...page, items: page.items.map((row) => ({ ...linkOf(row), ...sumsOf(sums, row.id) })) }
}

/**
 * The links of a project, newest first. Pages by id, as the receiver's.
 *
 * @param filter.projectId absent: every link
 */
export async function listLinksOfProject(
  ctx: Context,
  filter: LinkFilter & { projectId: bigint | undefined },
): Promise<Page<PaymentLink>> {
  const where = filter.projectId === undefined ? Prisma.sql`true` : Prisma.sql`l.project_id = ${filter.projectId}`
  const page = pageOf(await selectLinks(ctx, filtered(where, filter), filter.limit + 1), filter.limit)
  return { ...page, items: page.items.map(linkOf) }
}

interface LinkFilter {
  /** only the link that has it now */
  reference?: string
  cursor?: bigint
  limit: number
}

function filtered(where: Prisma.Sql, { reference, cursor }: LinkFilter): Prisma.Sql {
  const before = cursor === undefined ? Prisma.empty : Prisma.sql`AND l.id < ${cursor}`
  const named =
    reference === undefined ? Prisma.empty : Prisma.sql`AND l.reference = ${reference} AND NOT l.reference_released`
  return Prisma.sql`${where} ${named} ${before}`
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
  reference: string | null
  revision: number
  success_url: string | null
  cancel_url: string | null
  project_id: bigint | null
  metadata: Record<string, string> | null
  expires_at: Date | null
  created_at: Date
  status: LinkStatus
  splits: { receiver: string; bps: number | null; amount: string | null }[]
}

/** Every prepare through a link reads it so: nothing here may grow with what was paid through it. */
async function selectLinks({ db }: Context, where: Prisma.Sql, limit: number): Promise<LinkRow[]> {
  return db.$queryRaw<LinkRow[]>`
    SELECT l.id, l.slug, l.receiver, l.amount, l.presets, l.title, l.note, l.info, l.category, l.one_time,
      l.at_counter, l.reference, l.revision, l.success_url, l.cancel_url, l.project_id, l.metadata, l.expires_at,
      l.created_at, payment_link_status(l.id) AS status, s.splits
    FROM (SELECT * FROM payment_link l WHERE ${where} ORDER BY l.id DESC LIMIT ${limit}) l
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('receiver', s.receiver, 'bps', s.bps, 'amount', s.amount::text)
        ORDER BY s.position), '[]') AS splits
      FROM payment_link_split s WHERE s.link_id = l.id
    ) s
    ORDER BY l.id DESC`
}

type Sums = Pick<PaymentLinkWithSums, "paid" | "pending">

const NOTHING: Sums = {
  paid: { count: 0, amount: shannons(0n), net: shannons(0n) },
  pending: { count: 0, amount: shannons(0n) },
}

interface SumRow {
  link_id: bigint
  is_complete: boolean
  count: bigint
  amount: string
  net: string
}

async function selectSums({ db }: Context, links: { id: bigint }[]): Promise<SumRow[]> {
  if (links.length === 0) return []
  return db.$queryRaw<SumRow[]>`
    SELECT p.link_id, p.is_complete, count(*) AS count, sum(p.amount)::text AS amount,
      coalesce(sum(a.net), 0)::text AS net
    FROM payment p
    CROSS JOIN LATERAL (
      SELECT sum(a.amount) AS net FROM account a
      WHERE a.payment_id = p.id AND a.lock_hash = p.receiver_lock_hash AND a.kind NOT IN ('fee', 'refund')
        AND a.status <> 'reversed'
    ) a
    WHERE p.link_id = ANY(${links.map(({ id }) => id)}) AND p.status IN ('submitted', 'committed', 'confirmed')
    GROUP BY p.link_id, p.is_complete`
}

function sumsOf(rows: SumRow[], id: bigint): Sums {
  const sums = { ...NOTHING }
  for (const row of rows.filter(({ link_id }) => link_id === id)) {
    const sum = { count: Number(row.count), amount: shannons(BigInt(row.amount)) }
    if (row.is_complete) sums.paid = { ...sum, net: shannons(BigInt(row.net)) }
    else sums.pending = sum
  }
  return sums
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
    reference: row.reference,
    revision: row.revision,
    successUrl: row.success_url,
    cancelUrl: row.cancel_url,
    projectId: row.project_id,
    metadata: row.metadata ?? {},
    expiresAt: row.expires_at,
    status: row.status,
    createdAt: row.created_at,
  }
}

/** The database holds exactly one of the two. */
function splitOf({ receiver, bps, amount }: LinkRow["splits"][number]): SplitInput {
  return bps === null ? { receiver, amount: shannons(BigInt(amount ?? 0)) } : { receiver, bps }
}
