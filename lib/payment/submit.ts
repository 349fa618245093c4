import { DatabaseError } from "pg"
import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import { senderLockFor } from "@/lib/chain/locks"
import { sentWitness } from "@/lib/chain/sent-witness"
import { outPointsOf } from "@/lib/chain/transaction"
import { putWitness } from "@/lib/chain/witness"
import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { type HotStatement, runHot } from "@/lib/db-hot"
import { type AlreadyPaid, HoldLost, InputSpent, type LinkUnavailable, NotFound, StateMismatch } from "@/lib/errors"
import { KNOWN_MIGRATIONS } from "@/lib/generated/migrations"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { refuseWhenPaused } from "@/lib/pause"
import { SHARE, shareTaken } from "@/lib/pool/share"
import { noteLost, noteSigned } from "@/lib/pool/take-hold"
import { type Look, standingParameters } from "@/lib/signing/look"
import { DeadCells, type Obstacle, type SignedBytes, signAhead } from "@/lib/signing/sign"
import { inSpan, traceParent } from "@/lib/trace"
import { broadcastFirst, RETRY_WHEN_HELD } from "@/lib/transaction/broadcast"
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
  expired: boolean
  /** Of a payment through a link: whether that can be paid, other payments considered */
  link_status: LinkStatus | null
  /** Another payment has its reference, which is good for one through its link */
  reference_paid: boolean
  /** The platform's cell is neither spent nor bound to another payment */
  cell_is_free: boolean
  is_paused: boolean
  /** The newest block that is taken in */
  block_number: bigint | null
  block_hash: Uint8Array | null
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
  const { unsigned_tx: unsignedTx, sender: cosigner } = payment
  const witness = sentWitness(unsignedTx, input.rawTx)
  const isAccepted = ACCEPTED.includes(payment.status)
  // Before the signature is checked, which is most of the work: under load many come for a cell that one of them has.
  if (!isAccepted) await refuseEarly(ctx, payment)
  const tx = await putWitness(ctx.chain, { unsignedTx, cosigner, rulesFor: senderLockFor, platformInputs: 1 }, witness)
  const reply = { paymentId: payment.id, txHash: toHex(payment.tx_hash) }
  if (isAccepted) return { ...reply, status: payment.status }
  const since = payment.block_hash ? { number: payment.block_number ?? 0n, hash: toHex(payment.block_hash) } : undefined
  try {
    const { outcome, bytes } = await signAhead(
      ctx,
      { paymentId: payment.id, tx, hash: reply.txHash, since },
      (signed, look) => store(ctx, payment, { inputs: outPointsOf(tx), signed, look }),
    )
    if (outcome !== "stored")
      return { ...reply, status: await statusInstead(ctx.db, payment, outcome, outPointsOf(tx)) }
    const storedAt = performance.now()
    noteSigned(ctx)
    await broadcastFirst(ctx, { paymentId: payment.id, txHash: payment.tx_hash, bytes, storedAt })
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

const LOAD: HotStatement = {
  name: "payment to submit",
  text: `
    SELECT p.id, p.sender, p.status, p.tx_hash, p.unsigned_tx, p.sender_lock_hash, p.expires_at <= now() AS expired,
      CASE WHEN p.link_id IS NOT NULL THEN payment_link_status(p.link_id, p.id) END AS link_status,
      CASE WHEN p.reference_once THEN reference_is_paid(p.link_id, p.reference, p.id) ELSE false END AS reference_paid,
      c.state = 'free' AND NOT c.reserved AS cell_is_free,
      EXISTS (SELECT FROM pause WHERE resolved_at IS NULL AND scope IN ('prepare', 'all')) AS is_paused, b.number AS block_number, b.hash AS block_hash
    FROM payment p JOIN platform_cell c ON c.id = p.platform_cell_id
    LEFT JOIN (SELECT number, hash FROM block ORDER BY number DESC LIMIT 1) b ON true
    WHERE p.id = $1`,
  writes: false,
}

async function load(db: Db, id: bigint): Promise<PaymentRow> {
  const [row] = await runHot<PaymentRow>(db, LOAD, [id])
  if (!row) throw new NotFound(`There is no payment ${id}.`)
  return row
}

const STORE: HotStatement = {
  name: "submit payment",
  text: "SELECT submit_payment($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS outcome",
  writes: true,
}

/** The database's function `submit_payment` says what each means. */
type Outcome = "stored" | "not_payable" | "share" | "claimed" | "cell_taken"

interface Submission {
  inputs: OutPoint[]
  signed: SignedBytes
  look: Look
}

/** As PostgreSQL reads a list, written once: a migration's name is digits, letters and underscores. */
const KNOWN = `{${KNOWN_MIGRATIONS.join(",")}}`

/** The state, the cell, the claims and the signed bytes, all or nothing. */
async function store(ctx: Context, payment: PaymentRow, { inputs, signed, look }: Submission) {
  try {
    const [row] = await runHot<{ outcome: Outcome | Obstacle }>(ctx.db, STORE, [
      ...[payment.id, payment.tx_hash, signed],
      ...[inputs.map(({ txHash }) => fromHex(txHash)), inputs.map(({ index }) => index)],
      ...[fromHex(ctx.chain.platform.lockHash), ...standingParameters(look)],
      ...[KNOWN, SHARE, RETRY_WHEN_HELD, traceParent()],
    ])
    if (!row) throw new Error("the database did not say what became of the payment")
    return row.outcome
  } catch (error) {
    // Another transaction claimed an input at the same instant: its claim stands by now, and all of this is undone.
    if (error instanceof DatabaseError && error.code === UNIQUE_VIOLATION) return "claimed"
    throw error
  }
}

const UNIQUE_VIOLATION = "23505"

/** Nothing was stored. @returns the state that another request has brought it to. @throws why it cannot be submitted */
async function statusInstead(
  db: Db,
  payment: PaymentRow,
  outcome: Exclude<Outcome, "stored">,
  inputs: OutPoint[],
): Promise<PaymentStatus> {
  if (outcome === "share") throw await shareTaken(db, toHex(payment.sender_lock_hash))
  const now = await load(db, payment.id)
  if (ACCEPTED.includes(now.status)) return now.status
  if (outcome === "not_payable") throw refusalOf(now) ?? notPrepared(now)
  if (outcome === "cell_taken" || !now.cell_is_free) throw holdLost()
  throw await inputSpent(db, payment, inputs)
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

/** @throws when it cannot be submitted now or any more, or another payment has its platform cell */
async function refuseEarly(ctx: Context, payment: PaymentRow): Promise<void> {
  const refusal = refusalOf(payment)
  if (refusal) throw refusal
  if (payment.is_paused) await refuseWhenPaused(ctx.db, "prepare")
  if (payment.cell_is_free) return
  noteLost(ctx)
  throw holdLost()
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
async function inputSpent(db: Db, payment: PaymentRow, all: OutPoint[]): Promise<InputSpent> {
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
