import { shannons } from "@/lib/money"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { type PreparedPayment, preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
import { decode, type ModelPayment, sharesOf, total } from "./model"
import { sign, spend } from "./people"
import { type Session, Violation } from "./session"
import { pick } from "./step"

const CKB = 100_000_000n
const AMOUNTS = [100n * CKB, 2n * CKB, 70n * CKB + 1n, 1n, 250n * CKB, 99_999_999n, 340n * CKB]
const FEE_OF_DOUBLE_SPEND = 5_000_000n

/** Prepare may say no; it never takes anything. */
const NO_PAYMENT = ["INSUFFICIENT_BALANCE", "PAYMENT_IN_PROGRESS", "NO_PLATFORM_CELL", "PAUSED"]
export const NO_TRANSFER = ["HOLD_LOST", "INPUT_SPENT", "PAYMENT_IN_PROGRESS", "STATE_MISMATCH", "PAUSED"]

export interface Terms {
  sender: number
  receiver: number
  amount: number
  split: number
}

function requestOf(session: Session, terms: Terms) {
  const { senders, receivers } = session.stage
  const receiver = pick(receivers, terms.receiver)
  const other = pick(receivers, terms.receiver + 1)
  const split = terms.split > 0 ? { person: other, bps: terms.split * 1_111 } : undefined
  const sender = pick(senders, terms.sender)
  const amount = pick(AMOUNTS, terms.amount)
  const input = {
    sender: sender.address,
    receiver: receiver.address,
    amount: shannons(amount),
    splits: split ? [{ receiver: split.person.address, bps: split.bps }] : [],
  }
  return { sender, amount, input, ...sharesOf(amount, receiver, split) }
}

/** Prepares and signs; the wallet looks at what it signs. */
export async function prepare(session: Session, terms: Terms): Promise<ModelPayment | undefined> {
  const { sender, amount, input, fee, shares } = requestOf(session, terms)
  const reply = await session.ask(NO_PAYMENT, () => preparePayment(session.ctx, input))
  if ("refused" in reply) {
    session.note(`${sender.name} prepares ${amount}: ${reply.refused}`)
    return undefined
  }
  const { paymentId, networkFee, rawTx } = reply.answer
  return remember(session, { sender, amount, fee, shares, paymentId, networkFee, rawTx })
}

type Booked = Pick<PreparedPayment, "paymentId" | "networkFee" | "rawTx"> &
  Pick<ModelPayment, "sender" | "amount" | "fee" | "shares">

async function remember(session: Session, booked: Booked): Promise<ModelPayment> {
  const { sender, amount, paymentId: id, networkFee, rawTx, fee, shares } = booked
  const { model } = session
  const tx = decode(rawTx)
  const payment: ModelPayment = {
    ...{ id, sender, amount, networkFee, fee, shares, tx, rawTx },
    signedTx: await sign(sender, rawTx, tx.inputs.length - 1),
    fate: "prepared",
    dead: false,
    wasConfirmed: false,
    refunded: 0n,
  }
  if (model.feeOf(tx) !== networkFee) throw new Violation(`payment ${id} says that its network fee is ${networkFee}`)
  const [change, grown] = tx.outputs
  const lent = model.capacityOf(tx.inputs.at(-1) ?? "")
  if (change?.lockHash !== sender.lockHash || grown?.lockHash !== model.platform || grown.capacity - lent !== amount)
    throw new Violation(`payment ${id} does not move ${amount} from ${sender.name} to the platform`)
  if (model.payments.some((other) => other.tx.hash === tx.hash)) throw new Violation(`${tx.hash} is two payments`)
  model.payments.push(payment)
  session.note(`${sender.name} prepares payment ${id} of ${amount}: ${tx.hash.slice(0, 10)}`)
  return payment
}

/** The server dies as it prepares: what it may have booked, nobody will sign. */
export async function prepareAndDie(
  session: Session,
  terms: Terms,
  death: { message: number; side: "before" | "after" },
) {
  const { sender, amount, input, fee, shares } = requestOf(session, terms)
  const { model, ctx } = session
  const died = await session.crash(death, NO_PAYMENT, (mortal) => preparePayment(mortal, input))
  session.note(`${died ? "the server dies as" : "another server works while"} ${sender.name} prepares ${amount}`)
  const known = model.payments.map(({ id }) => id)
  for (const row of await ctx.db.payment.findMany({ where: { id: { notIn: known } } })) {
    const rawTx = `0x${Buffer.from(row.unsignedTx).toString("hex")}` as const
    const networkFee = shannons(row.networkFee)
    await remember(session, { sender, amount, fee, shares, paymentId: row.id, networkFee, rawTx })
  }
}

/** Hands in the signature, `times` at once. All of them get the same answer. */
export async function transfer(session: Session, payment: ModelPayment, times: number): Promise<void> {
  const request = { paymentId: payment.id, rawTx: payment.signedTx }
  const before = payment.fate
  const mayFail = before !== "signed" || payment.dead || session.model.excludedFor(payment.tx) > 0
  const replies = await Promise.all(
    Array.from({ length: times }, () =>
      session.ask(mayFail ? NO_TRANSFER : [], () => submitPayment(session.ctx, request)),
    ),
  )
  const answers = replies.map((reply) => ("answer" in reply ? reply.answer.status : reply.refused))
  session.note(`payment ${payment.id} (${before}) is transferred ${times} times: ${[...new Set(answers)].join(", ")}`)
  const accepted = replies.filter((reply) => "answer" in reply).length
  if (accepted !== 0 && accepted !== times) throw new Violation(`payment ${payment.id}: ${answers.join(", ")}`)
  if (accepted === 0) return expectReason(session, payment, answers[0] ?? "")
  if (before !== "prepared" && before !== "signed")
    throw new Violation(`payment ${payment.id} is ${before}, and accepted`)
  payment.fate = "signed"
}

/** A refusal has a reason that the sender could see: nobody is locked out by what is over. */
async function expectReason(session: Session, payment: ModelPayment, code: string): Promise<void> {
  const { model, stage } = session
  if (payment.fate === "signed") return
  if (payment.fate !== "prepared") {
    if (code !== "STATE_MISMATCH") throw new Violation(`payment ${payment.id} is ${payment.fate}, refused with ${code}`)
    return
  }
  if (code === "STATE_MISMATCH") throw new Violation(`payment ${payment.id} is prepared, refused with ${code}`)
  if (code !== "INPUT_SPENT") return
  const view = await stage.watch.look()
  const theirs = payment.tx.inputs.slice(0, -1)
  const live = new Set(model.coins(payment.sender.lockHash, view).map(({ outPoint }) => outPoint))
  const open = [...model.payments, ...model.withdrawals].filter(({ fate, dead }) => fate === "signed" && !dead)
  const bound = new Set(open.flatMap(({ tx }) => tx.inputs))
  if (theirs.every((input) => live.has(input) && !bound.has(input)))
    throw new Violation(`payment ${payment.id} is refused with INPUT_SPENT, and all its inputs are free`)
}

/** The server dies as it takes the signature: stored or not, it never was sent without being stored. */
export async function transferAndDie(
  session: Session,
  payment: ModelPayment,
  death: { message: number; side: "before" | "after" },
): Promise<void> {
  const request = { paymentId: payment.id, rawTx: payment.signedTx }
  const died = await session.crash(death, NO_TRANSFER, (mortal) => submitPayment(mortal, request))
  const status = await session.observe(payment)
  session.note(`payment ${payment.id} is transferred${died ? " and the server dies" : ""}: ${status}`)
  if (payment.fate === "signed") return
  if (status === "submitted" && payment.fate === "prepared") payment.fate = "signed"
  else await session.expectUnsent(payment.tx.hash)
}

export async function cancel(session: Session, payment: ModelPayment): Promise<void> {
  const reply = await session.ask(["STATE_MISMATCH"], () => cancelPayment(session.ctx, payment.id))
  session.note(`payment ${payment.id} (${payment.fate}) is cancelled: ${"refused" in reply ? reply.refused : "ok"}`)
  const open = payment.fate === "prepared" || payment.fate === "overdue"
  if (open !== "answer" in reply && payment.fate !== "cancelled")
    throw new Violation(`payment ${payment.id} was ${payment.fate}, cancelling it gave ${JSON.stringify(reply)}`)
  if (open) payment.fate = "cancelled"
}

/** Its time passes; nobody has noticed yet. */
export async function passTime(session: Session, row: { id: bigint; fate: string }, kind: "payment" | "withdrawal") {
  if (row.fate !== "prepared") return
  if (kind === "payment")
    await session.ctx.db.$executeRaw`UPDATE payment SET expires_at = now() - interval '1 second' WHERE id = ${row.id}`
  else
    await session.ctx.db
      .$executeRaw`UPDATE withdrawal SET expires_at = now() - interval '1 second' WHERE id = ${row.id}`
  row.fate = "overdue"
  session.note(`the time of ${kind} ${row.id} is over`)
}

export async function sweep(session: Session): Promise<void> {
  await expirePayments(session.ctx)
  await expireWithdrawals(session.ctx)
  const overdue = [...session.model.payments, ...session.model.withdrawals].filter(({ fate }) => fate === "overdue")
  for (const row of overdue) row.fate = "expired"
  session.note(`the sweeper ends ${overdue.length}`)
}

/** A sender spends all their cells themselves, also those that a payment has signed away. */
export async function doubleSpend(session: Session, sender: number): Promise<void> {
  const { stage, model } = session
  const person = pick(stage.senders, sender)
  const coins = model.coins(person.lockHash, await stage.watch.look())
  const capacity = total(coins.map((coin) => coin.capacity)) - FEE_OF_DOUBLE_SPEND
  if (capacity < 61n * CKB) return
  const tx = await spend(session.ctx.chain.client, person, coins, [{ lock: person.lock, capacity }])
  const refusal = await stage.send(tx)
  if (!refusal) model.others.set(tx.hash(), "outsider")
  session.note(`${person.name} spends all their cells elsewhere: ${refusal ?? tx.hash().slice(0, 10)}`)
}
