import { type Actor, nameOf } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { AlreadyPaidOut, NotFound, StateMismatch, ValidationError } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { postRefund } from "@/lib/ledger/post"
import { splitEntry } from "@/lib/ledger/split-entry"
import { formatCkb, type Shannons, shannons, smaller } from "@/lib/money"
import { whileChainStands } from "@/lib/signing/sign"
import { divideRefund, mostRefundable } from "./divide"
import { getRefund, type Refund } from "./query"

export interface RefundInput {
  paymentId: bigint
  /** shannons; absent: all that is not refunded yet */
  amount?: Shannons
  /** for the sender to read; of an operator also why, for the audit log */
  reason?: string
}

interface PaymentRow {
  id: bigint
  sender: string
  sender_lock_hash: Uint8Array
  status: string
}

interface EntryRow {
  id: bigint
  entry: bigint
  amount: bigint
  /** it is in no payout, and nothing else can take it now */
  free: boolean
}

/**
 * Owes a payment, or a part of it, back to its sender. Each party gives the same part of its share, out of what is in
 * no payout yet: a receiver cannot have a splitter pay back what they keep themselves. Whether the platform's fee comes
 * back is a setting. From then on the sender is a party like any other: paid out from the threshold on, or withdraws.
 *
 * It moves no cell, yet what it gives must not have left already by a payout that this database does not know: so it
 * waits, as every signature does, until the newest block is taken in.
 *
 * @throws NotFound
 * @throws StateMismatch before the payment is final, and when nothing of it is left
 * @throws AlreadyPaidOut when a party's part is in a payout; with what can be refunded, and the checkout for the rest
 * @throws ValidationError for more than is left of the payment
 * @throws Paused, CatchingUp, ChainError
 */
export async function refundPayment(ctx: Context, input: RefundInput): Promise<Refund> {
  const { reason } = input
  if (ctx.actor.kind === "operator" && reason === undefined)
    throw ValidationError.field("reason", "say why: the audit log keeps it.")
  const id = await whileChainStands(ctx, { scope: "settlement" }, async (db) => {
    const payment = await lockPayment(db, input.paymentId)
    const entries = await lockEntries(ctx, db, payment)
    const parties = partiesOf(entries)
    const amount = checkAmount(payment, parties, input)
    const { id } = await db.refund.create({
      data: { paymentId: payment.id, amount, madeBy: makerOf(ctx.actor), ...(reason && { reason }) },
    })
    const taken = divideRefund(parties, amount)
    for (const [i, party] of parties.entries()) await reverse(db, id, party.rows, taken[i] ?? 0n)
    await db.entry.create({
      data: {
        ...{ paymentId: payment.id, refundId: id, amount, kind: "refund", status: "available" },
        ...{ receiver: payment.sender, lockHash: Uint8Array.from(payment.sender_lock_hash) },
      },
    })
    await postRefund(db, id)
    await noteForOperators(ctx, db, payment.id, amount, reason)
    return id
  })
  return getRefund(ctx, id)
}

/** Waits for another refund of it, and keeps blocks from taking it back. */
async function lockPayment(db: DbTransaction, id: bigint): Promise<PaymentRow> {
  const [payment] = await db.$queryRaw<PaymentRow[]>`
    SELECT id, sender, sender_lock_hash, status FROM payment WHERE id = ${id} FOR NO KEY UPDATE`
  if (!payment) throw new NotFound("There is no payment with this id.")
  if (payment.status !== "confirmed") {
    throw new StateMismatch(
      `Payment ${id} is ${payment.status}: it can be refunded once it is confirmed. Nothing was refunded.`,
      { details: { reason: "not_confirmed", payment_status: payment.status } },
    )
  }
  return payment
}

/**
 * What nobody has refunded yet, the receiver's first: shannons that rounding leaves are taken there. What somebody else
 * holds is on its way into a payout. It is not waited for, as a payout waits for entries in an order of its own.
 */
async function lockEntries(ctx: Context, db: DbTransaction, payment: PaymentRow): Promise<EntryRow[]> {
  const mayBeTaken = Prisma.sql`payment_id = ${payment.id} AND kind <> 'refund'
    AND (kind <> 'fee' OR ${ctx.config.refundsFee})`
  const locked = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM account WHERE ${mayBeTaken} AND status = 'available' ORDER BY id FOR UPDATE SKIP LOCKED`
  return db.$queryRaw<EntryRow[]>`
    SELECT id, coalesce(part_of, id) AS entry, amount, id = ANY(${locked.map(({ id }) => id)}) AS free FROM account
    WHERE ${mayBeTaken} AND status <> 'reversed'
    ORDER BY array_position(ARRAY['receiver', 'split', 'fee'], kind), id`
}

interface PartyOfPayment {
  share: bigint
  free: bigint
  /** those in no payout */
  rows: EntryRow[]
}

function partiesOf(entries: EntryRow[]): PartyOfPayment[] {
  const ids = [...new Set(entries.map(({ entry }) => entry))]
  return ids.map((id) => {
    const parts = entries.filter(({ entry }) => entry === id)
    const rows = parts.filter(({ free }) => free)
    return { share: sumOf(parts), free: sumOf(rows), rows }
  })
}

function sumOf(rows: { amount: bigint }[]): bigint {
  return rows.reduce((sum, { amount }) => sum + amount, 0n)
}

function checkAmount(payment: PaymentRow, parties: PartyOfPayment[], input: RefundInput): Shannons {
  const whole = parties.reduce((sum, { share }) => sum + share, 0n)
  const wanted = input.amount ?? shannons(whole)
  if (whole === 0n) {
    throw new StateMismatch(`All that can be refunded of payment ${payment.id} has been. Nothing was refunded now.`, {
      details: { reason: "all_refunded" },
    })
  }
  if (wanted > whole)
    throw ValidationError.field(
      "amount",
      `is more than the ${formatCkb(shannons(whole))} CKB that are left to refund`,
      {
        reason: "too_much",
      },
    )
  const left = mostRefundable(parties)
  if (wanted > left) throw alreadyPaidOut(payment, wanted, left)
  return wanted
}

function alreadyPaidOut(payment: PaymentRow, wanted: Shannons, left: bigint): AlreadyPaidOut {
  const payBack = new URLSearchParams({
    to: payment.sender,
    amount: formatCkb(wanted),
    note: `Refund of payment ${payment.id}`,
  })
  return new AlreadyPaidOut(
    `What was paid with payment ${payment.id} has been paid out, or is being paid out: ${formatCkb(shannons(left))} CKB of it can be refunded. Nothing was refunded. Refund that, or pay the sender back: open the address in pay_back.`,
    { details: { left: left.toString(), pay_back: `/pay?${payBack}` } },
  )
}

/** Takes this much of a party's entries that are in no payout. */
async function reverse(db: DbTransaction, refundId: bigint, rows: EntryRow[], amount: bigint): Promise<void> {
  let missing = amount
  for (const row of rows) {
    if (missing === 0n) return
    const part = smaller(row.amount, missing)
    if (part < row.amount) await splitEntry(db, row, part)
    const reversed = await db.$executeRaw`
      UPDATE account SET status = 'reversed', refund_id = ${refundId} WHERE id = ${row.id} AND status = 'available'`
    if (reversed !== 1) throw new Error(`account entry ${row.id} is locked, and is available no more`)
    missing -= part
  }
  if (missing > 0n) throw new Error("more was divided than is in no payout")
}

/** An operator gives away what is somebody else's: that is on record. */
async function noteForOperators(
  { actor }: Context,
  db: DbTransaction,
  paymentId: bigint,
  amount: Shannons,
  reason: string | undefined,
): Promise<void> {
  if (actor.kind !== "operator" && actor.kind !== "command") return
  await audit(
    db,
    { actor },
    {
      action: "refund",
      subject: `payment ${paymentId}`,
      reason: `${formatCkb(amount)} CKB: ${reason ?? "no reason given"}`,
    },
  )
}

/** Who has made it, as it stays on record. */
function makerOf(actor: Actor): string {
  if (actor.kind === "project") return `key:${actor.keyId}`
  if (actor.kind === "nobody") throw new Error("nobody makes a refund")
  return nameOf(actor)
}
