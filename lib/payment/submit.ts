import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import { senderLockFor } from "@/lib/chain/locks"
import type { Signable } from "@/lib/chain/signable"
import { outPointsOf } from "@/lib/chain/transaction"
import { acceptWitness } from "@/lib/chain/witness"
import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { type AlreadyPaid, HoldLost, InputSpent, type LinkUnavailable, NotFound, StateMismatch } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Hex, toHex } from "@/lib/hex"
import { requireShareOfPool } from "@/lib/pool/share"
import { DeadCells, type Sign, type SignedBytes, withSignature } from "@/lib/signing/sign"
import { inSpan } from "@/lib/trace"
import { broadcast } from "@/lib/transaction/broadcast"
import { takeCells, writeClaims } from "@/lib/transaction/claim"
import { alreadyPaid, type LinkStatus, linkUnavailable } from "./link-status"
import { findSpender } from "./paid-before"
import type { PaymentStatus } from "./types"

interface SubmitInput {
  paymentId: bigint
  rawTx: Hex
}

export interface SubmittedPayment {
  paymentId: bigint
  txHash: Hex
  status: PaymentStatus
}

interface PaymentRow {
  id: bigint
  sender: string
  status: PaymentStatus
  tx_hash: Uint8Array
  unsigned_tx: Uint8Array
  sender_lock_hash: Uint8Array
  platform_cell_id: bigint
  expired: boolean
  /** Of a payment for a one-time link: that link */
  one_time_link_id: bigint | null
  /** Of a payment through a link: whether that can be paid, other payments considered */
  link_status: LinkStatus | null
  /** Of a payment whose reference is good for one through its link: what submits for it queue by */
  reference_key: string | null
  /** Another payment has that reference */
  reference_paid: boolean
}

/** A signature was accepted: asking again gets the same answer. */
const ACCEPTED: readonly PaymentStatus[] = ["submitted", "committed", "confirmed"]

/**
 * Takes the sender's signature, adds the platform's, stores the whole, then sends it. Whatever the send says the answer
 * is `submitted`: the stored bytes are sent again until the chain decides.
 *
 * @throws NotFound for an unknown payment
 * @throws TxMismatch when anything but the sender's witness differs from what was prepared
 * @throws InvalidSignature when that witness is not the sender's
 * @throws StateMismatch for a payment that has expired, was cancelled or has failed
 * @throws InputSpent when a cell of the sender is spent already; by which payment, when it was one of the same sender
 * @throws HoldLost when the platform cell went to another payment, or a script that is needed was replaced: prepare
 *   again
 * @throws LinkUnavailable when the link that it was prepared for is closed
 * @throws AlreadyPaid when another payment has that link, or its reference
 * @throws PaymentInProgress when the sender has its share of the pool in other payments
 * @throws Paused while new payments stand still, whenever this one was prepared
 * @throws CatchingUp while the newest blocks are not taken in
 */
export async function submitPayment(ctx: Context, input: SubmitInput): Promise<SubmittedPayment> {
  return inSpan("payment.submit", { payment_id: input.paymentId }, () => submit(ctx, input))
}

async function submit(ctx: Context, input: SubmitInput): Promise<SubmittedPayment> {
  const payment = await load(ctx.db, input.paymentId)
  const tx = await acceptWitness(
    ctx.chain,
    { unsignedTx: payment.unsigned_tx, cosigner: payment.sender, rulesFor: senderLockFor, platformInputs: 1 },
    input.rawTx,
  )
  const reply = { paymentId: payment.id, txHash: toHex(payment.tx_hash) }
  if (ACCEPTED.includes(payment.status)) return { ...reply, status: payment.status }
  const refusal = refusalOf(payment)
  if (refusal) throw refusal

  try {
    const bytes = await withSignature(ctx, { tx, scope: "prepare" }, (db, sign) =>
      store(ctx, db, { payment, tx, sign }),
    )
    if (!bytes) return { ...reply, status: (await load(ctx.db, payment.id)).status }
    await broadcast(ctx, payment.tx_hash, bytes)
    return { ...reply, status: "submitted" }
  } catch (error) {
    if (!(error instanceof DeadCells)) throw error
    // Another request may have submitted this very payment meanwhile, and a block may hold it: then its cells are dead
    // by it.
    const { status } = await load(ctx.db, payment.id)
    if (ACCEPTED.includes(status)) return { ...reply, status }
    throw await obstacleOf(ctx.db, payment, error, outPointsOf(tx))
  }
}

/** Of the payment `p`: another one through its link has its reference. Only asked where that matters. */
const REFERENCE_PAID = Prisma.sql`
  (p.reference_once IS TRUE AND EXISTS (
    SELECT FROM payment o WHERE o.link_id = p.link_id AND o.reference = p.reference AND o.reference_once
      AND o.status IN ('submitted', 'committed', 'confirmed') AND o.id <> p.id))`

async function load(db: Db | DbTransaction, id: bigint): Promise<PaymentRow> {
  const [row] = await db.$queryRaw<PaymentRow[]>`
    SELECT id, sender, status, tx_hash, unsigned_tx, sender_lock_hash, platform_cell_id, expires_at <= now() AS expired,
      CASE WHEN link_once THEN link_id END AS one_time_link_id,
      CASE WHEN link_id IS NOT NULL THEN payment_link_status(link_id, id) END AS link_status,
      CASE WHEN reference_once THEN link_id || ' ' || reference END AS reference_key,
      ${REFERENCE_PAID} AS reference_paid
    FROM payment p WHERE id = ${id}`
  if (!row) throw new NotFound(`There is no payment ${id}.`)
  return row
}

/** What is dead at the node now is not signed for. The last input is the platform's own. */
async function obstacleOf(
  db: Db,
  payment: PaymentRow,
  { inputs }: DeadCells,
  all: OutPoint[],
): Promise<HoldLost | InputSpent> {
  const platformCell = all.slice(-1).map(outPointKey)
  const isPlatformCell = inputs.every((outPoint) => platformCell.includes(outPointKey(outPoint)))
  return isPlatformCell ? holdLost() : inputSpent(db, payment, all)
}

interface Submission {
  payment: PaymentRow
  tx: Signable
  sign: Sign
}

/**
 * One database transaction: the state, the cell, the claims and the signed bytes, all or nothing. Nothing is sent
 * before it commits.
 *
 * @returns the signed bytes; undefined when the same payment was submitted by another request meanwhile
 */
async function store(
  ctx: Context,
  db: DbTransaction,
  { payment, tx, sign }: Submission,
): Promise<SignedBytes | undefined> {
  const inputs = outPointsOf(tx)
  const senderLock = toHex(payment.sender_lock_hash)
  // Submits for one one-time link queue here: the one that comes second must see what the first has bound.
  if (payment.one_time_link_id !== null)
    await db.$executeRaw`SELECT FROM payment_link WHERE id = ${payment.one_time_link_id} FOR NO KEY UPDATE`
  // And those for one reference here, so that the others through their link go on side by side.
  if (payment.reference_key !== null)
    await db.$executeRaw`
      SELECT pg_advisory_xact_lock(hashtext('payment reference'), hashtext(${payment.reference_key}))`
  const submitted = await db.$executeRaw`
    UPDATE payment p SET status = 'submitted' WHERE id = ${payment.id} AND status = 'prepared' AND expires_at > now()
      AND (link_id IS NULL OR payment_link_status(link_id, id) = 'active') AND NOT ${REFERENCE_PAID}`
  if (submitted === 0) {
    const now = await load(db, payment.id)
    if (ACCEPTED.includes(now.status)) return undefined
    throw refusalOf(now) ?? notPrepared(now)
  }
  await requireShareOfPool(db, { lockHash: senderLock, cells: 1 })
  if (!(await takeCells(db, [payment.platform_cell_id], "co-signed"))) throw holdLost()
  const platformLock = ctx.chain.platform.lockHash
  const claims = inputs.map((outPoint, i) =>
    i === inputs.length - 1
      ? { outPoint, lockHash: platformLock, forLockHash: senderLock }
      : { outPoint, lockHash: senderLock },
  )
  const taken = await writeClaims(db, { paymentId: payment.id }, claims)
  if (taken.length > 0)
    throw taken.includes(inputs.at(-1) as OutPoint) ? holdLost() : await inputSpent(db, payment, inputs)
  return sign({ paymentId: payment.id })
}

/** Why a payment that is not submitted yet cannot be any more. */
function refusalOf(payment: PaymentRow): StateMismatch | LinkUnavailable | AlreadyPaid | undefined {
  if (payment.status !== "prepared" || payment.expired) return notPrepared(payment)
  if (payment.reference_paid) return alreadyPaid("reference")
  return payment.link_status === null || payment.link_status === "active"
    ? undefined
    : linkUnavailable(payment.link_status)
}

function notPrepared(payment: PaymentRow): StateMismatch {
  const state = payment.status === "prepared" ? "expired" : payment.status
  return new StateMismatch(
    `Payment ${payment.id} is ${state}. Nothing was sent now and no money moved. Prepare a new one.`,
    {
      details: { payment_status: state },
    },
  )
}

function holdLost(): HoldLost {
  return new HoldLost(
    "Another payment took the platform's cell first. Nothing was sent and no money moved. Prepare again and sign once more.",
  )
}

/**
 * Says which payment of the same sender it was, if it was one: nobody should sign once more what is paid. Only after
 * the sender's witness was accepted.
 */
async function inputSpent(db: Db | DbTransaction, payment: PaymentRow, all: OutPoint[]): Promise<InputSpent> {
  const spender = await findSpender(db, { paymentId: payment.id, outPoints: all.slice(0, -1) })
  if (!spender) {
    return new InputSpent(
      "CKB that this payment would use is spent already, or on its way in another payment. Nothing was sent now. Prepare again.",
    )
  }
  const { paymentId, isSame } = spender
  const what = isSame
    ? `You have paid this already: payment ${paymentId} has the same payee, amount and note. Nothing was sent now.`
    : `Payment ${paymentId} of this wallet spends CKB that this one would use. Nothing was sent now. Prepare again.`
  return new InputSpent(what, { details: { payment_id: Number(paymentId), is_same_payment: isSame } })
}
