import { endHopeless } from "@/faults/quiesce"
import { shannons } from "@/lib/money"
import { endTransaction } from "@/lib/operator/end-transaction"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { decode, type ModelWithdrawal } from "./model"
import { sign } from "./people"
import { type Session, Violation } from "./session"
import { pick } from "./step"

const CKB = 100_000_000n
const MAX_RATE = 12_000n
const PARTS = [undefined, 1n, 2n * CKB, 20n * CKB, 64n * CKB, 99n * CKB]
const NO_WITHDRAWAL = ["INSUFFICIENT_BALANCE", "NO_PLATFORM_CELL", "PAUSED"]
/** Its cells or its money are gone, or its time is over. */
export const NO_SUBMIT = ["HOLD_LOST", "STATE_MISMATCH", "PAYMENT_IN_PROGRESS", "PAUSED"]

export async function payOut(session: Session, atOnce: number): Promise<void> {
  const runs = Array.from({ length: atOnce }, () => session.ask(["PAUSED"], () => settle(session.ctx)))
  const made = (await Promise.all(runs)).map((run) =>
    "answer" in run ? run.answer.settlements.join(" ") : run.refused,
  )
  session.note(`${atOnce} settlement runs: ${made.join(", ")}`)
}

export async function prepareToWithdraw(
  session: Session,
  receiver: number,
  part: number,
): Promise<ModelWithdrawal | undefined> {
  const { ctx, stage, model } = session
  const person = pick(stage.receivers, receiver)
  const wanted = pick(PARTS, part)
  const amount = wanted === undefined ? {} : { amount: shannons(wanted) }
  const reply = await session.ask(NO_WITHDRAWAL, () => prepareWithdrawal(ctx, { receiver: person.address, ...amount }))
  if ("refused" in reply) {
    session.note(`${person.name} wants ${wanted ?? "all"}: ${reply.refused}`)
    return undefined
  }
  const { withdrawalId: id, rawTx, networkFee, amount: granted } = reply.answer
  const tx = decode(rawTx)
  const grown = (tx.outputs[0]?.capacity ?? 0n) - model.capacityOf(tx.inputs[0] ?? "")
  if (model.feeOf(tx) !== networkFee || grown !== granted - networkFee || tx.outputs[0]?.lockHash !== person.lockHash)
    throw new Violation(`withdrawal ${id} does not move ${granted} to ${person.name} for ${networkFee}`)
  const signedTx = await sign(person, rawTx, 1)
  const withdrawal: ModelWithdrawal = {
    ...{ id, receiver: person, amount: granted, networkFee, tx, signedTx },
    fate: "prepared",
    dead: false,
  }
  model.withdrawals.push(withdrawal)
  session.note(`${person.name} prepares withdrawal ${id} of ${granted}: ${tx.hash.slice(0, 10)}`)
  return withdrawal
}

export async function withdraw(session: Session, withdrawal: ModelWithdrawal, times: number): Promise<void> {
  const request = { withdrawalId: withdrawal.id, rawTx: withdrawal.signedTx }
  const before = withdrawal.fate
  const replies = await Promise.all(
    Array.from({ length: times }, () =>
      session.ask(before === "signed" ? [] : NO_SUBMIT, () => submitWithdrawal(session.ctx, request)),
    ),
  )
  const answers = replies.map((reply) => ("answer" in reply ? reply.answer.status : reply.refused))
  session.note(`withdrawal ${withdrawal.id} (${before}) is signed ${times} times: ${[...new Set(answers)].join(", ")}`)
  const accepted = replies.filter((reply) => "answer" in reply).length
  if (accepted !== 0 && accepted !== times) throw new Violation(`withdrawal ${withdrawal.id}: ${answers.join(", ")}`)
  if (accepted === 0) return
  if (before !== "prepared" && before !== "signed")
    throw new Violation(`withdrawal ${withdrawal.id} is ${before}, and accepted`)
  withdrawal.fate = "signed"
}

export async function withdrawAndDie(
  session: Session,
  withdrawal: ModelWithdrawal,
  death: { message: number; side: "before" | "after" },
): Promise<void> {
  const request = { withdrawalId: withdrawal.id, rawTx: withdrawal.signedTx }
  const died = await session.crash(death, NO_SUBMIT, (mortal) => submitWithdrawal(mortal, request))
  const status = await session.observeWithdrawal(withdrawal)
  session.note(`withdrawal ${withdrawal.id} is signed${died ? " and the server dies" : ""}: ${status}`)
  if (withdrawal.fate === "signed") return
  if (status === "submitted" && withdrawal.fate === "prepared") withdrawal.fate = "signed"
  else await session.expectUnsent(withdrawal.tx.hash)
}

/** The operator ends a payment or a payout that waits for the chain. */
export async function endOnPurpose(session: Session, number: number): Promise<void> {
  const { ctx, model } = session
  const settlements = await ctx.db.settlement.findMany({ where: { status: "signed" }, orderBy: { id: "asc" } })
  const stuck = [
    ...model.payments.filter(({ fate }) => fate === "signed").map(({ id }) => ({ paymentId: id })),
    ...settlements.map(({ id }) => ({ settlementId: id })),
  ]
  if (stuck.length === 0) return
  const target = pick(stuck, number)
  const reply = await session.ask(["NOT_FOUND", "STATE_MISMATCH"], () => endTransaction(ctx, target, "the model"))
  const what = "paymentId" in target ? `payment ${target.paymentId}` : `settlement ${target.settlementId}`
  session.note(`the operator ends ${what}: ${"answer" in reply ? reply.answer.slice(0, 10) : reply.refused}`)
}

/** The network asks for more, and what waits has waited long: the platform makes dearer attempts at it. */
export async function raise(session: Session): Promise<void> {
  const { stage, ctx } = session
  if (stage.fees.rate < MAX_RATE) stage.fees.rate *= 2n
  await ctx.db.$executeRaw`
    UPDATE chain_transaction SET created_at = now() - interval '1 hour' WHERE status = 'signed'`
  const reply = await session.ask(["PAUSED"], () => raiseFees(ctx))
  session.note(
    `fees rise to ${stage.fees.rate}: ${"answer" in reply ? reply.answer.replaced.join(", ") : reply.refused}`,
  )
}

/** The platform ends by itself what the node has called invalid, or not found the cells of, for long. */
export async function endWhatIsInvalid(session: Session): Promise<void> {
  const reply = await session.ask([], () => endHopeless(session))
  session.note(`the platform ends ${"answer" in reply ? reply.answer.length : 0} that cannot commit`)
}

export async function pauseSome(session: Session, number: number): Promise<void> {
  const scope = pick(["settlement", "prepare", "all"] as const, number)
  await pauseByOperator(session.ctx, { scope, reason: "the model" })
  session.note(`the operator pauses ${scope}`)
}

export async function resumeAll(session: Session): Promise<void> {
  const open = await session.ctx.db.pause.findMany({ where: { resolvedAt: null } })
  for (const { id } of open) await resume(session.ctx, { id, reason: "the model" })
  if (open.length > 0) session.note(`the operator resumes: ${open.map(({ reason }) => reason).join(", ")}`)
}
