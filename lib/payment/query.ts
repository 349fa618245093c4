import { commitmentOf } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { PLANNED_BY_VALUES } from "@/lib/db"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Entry, entriesOfPayment } from "@/lib/ledger/entries"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import { signReturn } from "@/lib/project/return-signature"
import { readSearch, type Search } from "@/lib/search"
import { madeWithin } from "./id-at"
import { type PaymentSteps, stepsOf } from "./steps"
import type { PaymentStatus } from "./types"

export interface Payment {
  id: bigint
  sender: string
  receiver: string
  amount: Shannons
  platformFee: Shannons
  networkFee: Shannons
  /** What its sender got back, or is owed back: the sum of its refunds */
  refunded: Shannons
  status: PaymentStatus
  isComplete: boolean
  txHash: Hex
  /** The block that holds it counts as 1; 0 while none does. */
  confirmations: number
  info: string | null
  category: number | null
  senderDid: string | null
  receiverDid: string | null
  /** The merchant's name for what is paid */
  reference: string | null
  /** What the payer wrote to the payee */
  message: string | null
  /** The link that it was made through, in the words that its payer has read */
  link: { slug: string; title: string; note: string | null } | null
  createdAt: Date
  updatedAt: Date
  expiresAt: Date
}

export interface PaymentFilter {
  senderLockHash?: Hex
  receiverLockHash?: Hex
  /** only what is made for this project */
  projectId?: bigint
  /** what somebody looks for, as they typed it: one payment, or those from or to a party */
  search?: string
  senderDid?: string
  receiverDid?: string
  status?: PaymentStatus
  category?: number
  info?: string
  reference?: string
  /** created at this time or later */
  from?: Date
  /** created at this time or earlier */
  to?: Date
  /** only ids below this one */
  cursor?: bigint
  limit: number
}

export interface PaymentDetails extends Payment {
  entries: Entry[]
  /** `lib/commitment.ts`, read from the transaction: entries may be divided later, this stays */
  commitment: Hex
  /** Of the commitment; null for one of the first form */
  salt: Hex | null
  steps: PaymentSteps
  /** Where the payer goes back to, once it is in a block and the link names a page */
  returnUrl: string | null
}

/** @throws NotFound */
export async function getPayment(ctx: Context, id: bigint): Promise<PaymentDetails> {
  const [payment, entries, stored, steps] = await Promise.all([
    findPayment(ctx, id),
    entriesOfPayment(ctx, id),
    storedWith(ctx, id),
    stepsOf(ctx, id),
  ])
  if (!payment || !stored || !steps) throw new NotFound("There is no payment with this id.")
  const salt = stored.commitment_salt && toHex(stored.commitment_salt)
  const returnUrl = await returnUrlOf(ctx, payment, stored)
  return { ...payment, entries, commitment: commitmentOf(stored.unsigned_tx), salt, steps, returnUrl }
}

/** A payment, without what it owes. */
export async function findPayment(ctx: Context, id: bigint): Promise<Payment | undefined> {
  return (await selectPayments(ctx, Prisma.sql`p.id = ${id}`, 1))[0]
}

interface StoredRow {
  unsigned_tx: Uint8Array
  commitment_salt: Uint8Array | null
  success_url: string | null
  project_id: bigint | null
}

/** What is kept of a payment for itself, and where its link leads. */
async function storedWith({ db }: Context, id: bigint): Promise<StoredRow | undefined> {
  const [row] = await db.$queryRaw<StoredRow[]>`
    SELECT p.unsigned_tx, p.commitment_salt, l.success_url, l.project_id
    FROM payment p LEFT JOIN payment_link l ON l.id = p.link_id WHERE p.id = ${id}`
  return row
}

/** The link's own address, with what its site needs to look the payment up, or to know without looking. */
async function returnUrlOf({ db }: Context, payment: Payment, stored: StoredRow): Promise<string | null> {
  const { success_url: successUrl, project_id: projectId } = stored
  if (successUrl === null || !payment.isComplete) return null
  const { id, txHash, reference } = payment
  const url = new URL(successUrl)
  url.searchParams.set("payment_id", id.toString())
  url.searchParams.set("tx_hash", txHash)
  if (reference !== null) url.searchParams.set("reference", reference)
  if (projectId !== null)
    url.searchParams.set("signature", await signReturn(db, projectId, { paymentId: id, txHash, reference }))
  return url.href
}

/**
 * Pages by id, not by offset: what is added while somebody reads on moves no row to another page.
 *
 * @throws ValidationError for a search that nothing can be found by
 */
export async function listPayments(ctx: Context, filter: PaymentFilter): Promise<Page<Payment>> {
  const search = await readSearch(ctx, filter.search)
  const limit = filter.limit + 1
  const conditions = await conditionsOf(ctx, filter)
  if (!search) return pageOf(await selectPayments(ctx, conditions, limit), filter.limit)
  // Each way to find it is a branch with an index of its own: of an OR the planner may make a walk through all.
  const branches = waysToFind(search).map(
    (way) => Prisma.sql`(SELECT p.id FROM payment p WHERE ${way} AND ${conditions} ORDER BY p.id DESC LIMIT ${limit})`,
  )
  const found = Prisma.sql`p.id = ANY(ARRAY(${Prisma.join(branches, " UNION ")}))`
  return pageOf(await selectPayments(ctx, found, limit), filter.limit)
}

/** Whether a lock has sent this payment, or has a share of it. Nobody has one of a payment that does not exist. */
export async function isPartyOf({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  const lock = fromHex(lockHash)
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM payment
    WHERE id = ${id} AND (sender_lock_hash = ${lock} OR receiver_lock_hash = ${lock}))
        OR EXISTS (SELECT 1 FROM account WHERE payment_id = ${id} AND lock_hash = ${lock} AND kind <> 'fee') AS found`
  return row?.found === true
}

/** Whether a payment is made out to this lock. */
export async function isMadeOutTo({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  return (await db.payment.count({ where: { id, receiverLockHash: fromHex(lockHash) } })) > 0
}

/** Whether a payment is this project's. False for one that does not exist, too. */
export async function isPaymentOf({ db }: Context, id: bigint, projectId: bigint): Promise<boolean> {
  return (await db.payment.count({ where: { id, projectId } })) > 0
}

/**
 * How many payments are in each state that they leave again. Each is counted by an index of those alone: a payment is
 * submitted while its transaction is signed, and committed while that is.
 */
export async function countOpenPayments({ db }: Context): Promise<Record<OpenPaymentStatus, number>> {
  const [row] = await db.$queryRaw<Record<OpenPaymentStatus, number>[]>`
    SELECT (SELECT count(*) FROM payment WHERE status = 'prepared')::int AS prepared,
      (SELECT count(payment_id) FROM chain_transaction WHERE status = 'signed')::int AS submitted,
      (SELECT count(payment_id) FROM chain_transaction WHERE status = 'committed')::int AS committed`
  return row ?? { prepared: 0, submitted: 0, committed: 0 }
}
type OpenPaymentStatus = Extract<PaymentStatus, "prepared" | "submitted" | "committed">

async function conditionsOf(ctx: Context, filter: PaymentFilter): Promise<Prisma.Sql> {
  const conditions = await madeWithin(ctx, filter)
  if (filter.senderLockHash) conditions.push(Prisma.sql`p.sender_lock_hash = ${fromHex(filter.senderLockHash)}`)
  if (filter.receiverLockHash) conditions.push(Prisma.sql`p.receiver_lock_hash = ${fromHex(filter.receiverLockHash)}`)
  if (filter.projectId !== undefined) conditions.push(Prisma.sql`p.project_id = ${filter.projectId}`)
  if (filter.senderDid !== undefined) conditions.push(Prisma.sql`p.sender_did = ${filter.senderDid}`)
  if (filter.receiverDid !== undefined) conditions.push(Prisma.sql`p.receiver_did = ${filter.receiverDid}`)
  if (filter.status) conditions.push(inStatus(filter.status))
  if (filter.category !== undefined) conditions.push(Prisma.sql`p.category = ${filter.category}`)
  if (filter.info !== undefined) conditions.push(Prisma.sql`p.info = ${filter.info}`)
  if (filter.reference !== undefined) conditions.push(Prisma.sql`p.reference = ${filter.reference}`)
  // For one condition there is one index, which has them in order. Of several, the rarest should lead.
  const planned = conditions.length > 1 || filter.category !== undefined ? PLANNED_BY_VALUES : ""
  if (filter.cursor !== undefined) conditions.push(Prisma.sql`p.id < ${filter.cursor}`)
  return Prisma.join([Prisma.raw(`true ${planned}`), ...conditions], " AND ")
}

/**
 * Payments `p` in a state. What is rare is found by an index: through all others a search for it would walk.
 *
 * @param status one of the closed list: it stands in the statement as it is
 */
export function inStatus(status: PaymentStatus): Prisma.Sql {
  if (status === "submitted" || status === "committed") {
    const sent = status === "submitted" ? Prisma.sql`t.status = 'signed'` : Prisma.sql`t.status = 'committed'`
    return Prisma.sql`p.status = ${status} AND p.id = ANY(ARRAY(
      SELECT t.payment_id FROM chain_transaction t WHERE ${sent} AND t.payment_id IS NOT NULL))`
  }
  // Written out: for a parameter PostgreSQL cannot know that the index of those alone will do.
  return Prisma.raw(`p.status = '${status}'`)
}

/** @returns a condition for each index that may find it */
function waysToFind(search: Search): Prisma.Sql[] {
  if ("id" in search) return [Prisma.sql`p.id = ${search.id}`]
  if ("txHash" in search) return [Prisma.sql`p.tx_hash = ${fromHex(search.txHash)}`]
  const lockHash = fromHex(search.lockHash)
  return [Prisma.sql`p.sender_lock_hash = ${lockHash}`, Prisma.sql`p.receiver_lock_hash = ${lockHash}`]
}

interface PaymentRow {
  id: bigint
  sender: string
  receiver: string
  amount: bigint
  platform_fee: bigint
  network_fee: bigint
  refunded: bigint
  status: PaymentStatus
  is_complete: boolean
  tx_hash: Uint8Array
  confirmations: bigint
  info: string | null
  category: number | null
  sender_did: string | null
  receiver_did: string | null
  reference: string | null
  message: string | null
  link_slug: string | null
  link_title: string | null
  link_note: string | null
  created_at: Date
  updated_at: Date
  expires_at: Date
}

/** What changes about a payment while somebody waits for it. */
export type PaymentState = Pick<Payment, "id" | "status" | "isComplete" | "confirmations" | "updatedAt">

/** The states of several payments in one round trip; an unknown id has none. */
export async function getPaymentStates({ db }: Context, ids: bigint[]): Promise<PaymentState[]> {
  const rows = await db.$queryRaw<Pick<PaymentRow, "id" | "status" | "is_complete" | "confirmations" | "updated_at">[]>`
    SELECT p.id, p.status, p.is_complete, p.updated_at, ${CONFIRMATIONS} AS confirmations FROM payment p
    WHERE p.id = ANY(${ids})`
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    isComplete: row.is_complete,
    confirmations: Number(row.confirmations),
    updatedAt: row.updated_at,
  }))
}

/** Of the payment `p`. The block that holds it counts as 1. */
const CONFIRMATIONS = Prisma.sql`
  coalesce((SELECT greatest((SELECT max(number) FROM block) - t.block_number + 1, 1) FROM chain_transaction t
            WHERE t.payment_id = p.id AND t.block_number IS NOT NULL LIMIT 1), 0)`

/** The newest payments `p` of which something holds; the caller sees to it that no history is read for it. */
export async function selectPayments({ db }: Context, where: Prisma.Sql, limit: number): Promise<Payment[]> {
  const rows = await db.$queryRaw<PaymentRow[]>`
    SELECT p.id, p.sender, p.receiver, p.amount, p.platform_fee, p.network_fee, p.refunded, p.status,
           p.is_complete, p.tx_hash,
           p.info, p.category, p.sender_did, p.receiver_did, p.created_at, p.updated_at, p.expires_at,
           p.reference, p.message, l.slug AS link_slug, coalesce(r.title, l.title) AS link_title,
           CASE WHEN r.link_id IS NULL THEN l.note ELSE r.note END AS link_note,
           ${CONFIRMATIONS} AS confirmations
    FROM payment p
    LEFT JOIN payment_link l ON l.id = p.link_id
    LEFT JOIN payment_link_revision r ON r.link_id = p.link_id AND r.revision = p.link_revision
    WHERE ${where}
    ORDER BY p.id DESC
    LIMIT ${limit}`
  return rows.map((row) => ({
    id: row.id,
    sender: row.sender,
    receiver: row.receiver,
    amount: shannons(row.amount),
    platformFee: shannons(row.platform_fee),
    networkFee: shannons(row.network_fee),
    refunded: shannons(row.refunded),
    status: row.status,
    isComplete: row.is_complete,
    txHash: toHex(row.tx_hash),
    confirmations: Number(row.confirmations),
    info: row.info,
    category: row.category,
    senderDid: row.sender_did,
    receiverDid: row.receiver_did,
    reference: row.reference,
    message: row.message,
    link: row.link_slug === null ? null : { slug: row.link_slug, title: row.link_title ?? "", note: row.link_note },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  }))
}
