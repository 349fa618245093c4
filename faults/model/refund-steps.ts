import type { Hex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { refundPayment } from "@/lib/refund/refund"
import { type ModelPayment, total } from "./model"
import { type Session, Violation } from "./session"
import { pick } from "./step"

const CKB = 100_000_000n
const PARTS = [undefined, 1n, 3n, CKB, 70n * CKB, undefined]
/** It is not final, all of it was refunded, it is in a payout, or more is asked for than is left. */
const NO_REFUND = ["STATE_MISMATCH", "ALREADY_PAID_OUT", "VALIDATION_ERROR", "PAUSED"]

/** Somebody gives a payment back, or a part of it, perhaps several at once. */
export async function refund(session: Session, payment: ModelPayment, part: number, times: number): Promise<void> {
  const { ctx, model } = session
  const wanted = pick(PARTS, part)
  const input = { paymentId: payment.id, ...(wanted === undefined ? {} : { amount: shannons(wanted) }) }
  const replies = await Promise.all(
    Array.from({ length: times }, () => session.ask(NO_REFUND, () => refundPayment(ctx, input))),
  )
  await session.noticeFollowing()
  const made = replies.flatMap((reply) => ("answer" in reply ? reply.answer.amount : []))
  const answers = replies.map((reply) => ("answer" in reply ? reply.answer.amount : reply.refused))
  session.note(`payment ${payment.id} is to be refunded, ${wanted ?? "all"}: ${answers.join(", ")}`)
  if (made.length === 0) return
  if (!model.isCredited(payment)) throw new Violation(`payment ${payment.id} is not confirmed, and was refunded`)
  await giveBack(session, payment, total(made), BigInt(made.length))
}

/**
 * What each party has given, as its entries say; in proportion to what it had, but for the shannons of rounding. Then
 * the model goes by that: the shares are others from now on, and the sender has one.
 */
async function giveBack({ ctx }: Session, payment: ModelPayment, amount: bigint, refunds: bigint): Promise<void> {
  const rows = await ctx.db.entry.findMany({ where: { paymentId: payment.id, kind: { not: "fee" } } })
  const left = new Map<Hex, bigint>()
  for (const row of rows) {
    if (row.status === "reversed") continue
    const lockHash: Hex = `0x${Buffer.from(row.lockHash).toString("hex")}`
    left.set(lockHash, (left.get(lockHash) ?? 0n) + row.amount)
  }
  const whole = total([...payment.shares.values()])
  if (total([...left.values()]) !== whole)
    throw new Violation(`payment ${payment.id} owes ${total([...left.values()])} after its refund, and ${whole} before`)
  const { lockHash: sender } = payment.sender
  const given = new Map(payment.shares)
  given.set(sender, given.get(sender) ?? 0n)
  for (const [lockHash, had] of given) {
    const has = left.get(lockHash) ?? 0n
    if (lockHash === sender) {
      if (has - had > amount || has < had) throw new Violation(`the sender of ${payment.id} has ${has}, had ${had}`)
      continue
    }
    const base = whole - payment.refunded
    const fair = base === 0n ? 0n : (amount * had) / base
    if (had - has < fair - refunds || had - has > fair + refunds)
      throw new Violation(`of the refund of ${payment.id}, ${lockHash} has given ${had - has}, a fair part is ${fair}`)
  }
  payment.shares = left
  payment.refunded += amount
}
