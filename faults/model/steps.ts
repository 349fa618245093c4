import fc from "fast-check"
import { AppError } from "@/lib/errors"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import { makeDue, sendAgain } from "@/test/support/payment"
import { deposit, followAndDie, forget, mine, reorganise } from "./chain-steps"
import type { ModelPayment } from "./model"
import {
  cancel,
  doubleSpend,
  NO_TRANSFER,
  passTime,
  prepare,
  prepareAndDie,
  sweep,
  transfer,
  transferAndDie,
} from "./payment-steps"
import {
  endOnPurpose,
  endWhatIsInvalid,
  pauseSome,
  payOut,
  prepareToWithdraw,
  raise,
  resumeAll,
  withdraw,
  withdrawAndDie,
} from "./payout-steps"
import { refund } from "./refund-steps"
import { type Session, Violation } from "./session"
import { pick } from "./step"

/** What to do, and four numbers that say to whom, how much, how often: any number means something in any state. */
export interface Step {
  kind: keyof typeof steps
  n: [number, number, number, number]
}

const deathOf = ([, , c, d]: Step["n"]) => ({ message: 1 + c, side: d % 2 === 0 ? "before" : "after" }) as const

const withPayment =
  (act: (session: Session, payment: ModelPayment, n: Step["n"]) => Promise<void>) =>
  async (session: Session, n: Step["n"]) => {
    const { payments } = session.model
    // The newest first, or most would be about payments that are long over.
    if (payments.length > 0) await act(session, pick([...payments].reverse(), n[0] % 3 === 2 ? n[1] : n[0] % 3), n)
  }

const steps = {
  nothing: async () => {},
  pay: async (session: Session, [sender, receiver, amount, split]: Step["n"]) => {
    const payment = await prepare(session, { sender, receiver, amount, split: split % 3 })
    if (payment) await transfer(session, payment, 1)
  },
  prepare: async (session: Session, [sender, receiver, amount, split]: Step["n"]) => {
    await prepare(session, { sender, receiver, amount, split: split % 3 })
  },
  transfer: withPayment((session, payment, n) => transfer(session, payment, pick([1, 2, 10], n[2]))),
  cancel: withPayment(cancel),
  passTime: withPayment((session, payment) => passTime(session, payment, "payment")),
  sweep,
  blocks: async (session: Session, [blocks]: Step["n"]) => {
    await mine(session, 1 + (blocks % 4))
    await session.follow()
  },
  unseenBlocks: (session: Session, [blocks]: Step["n"]) => mine(session, 1 + (blocks % 3)),
  follow: (session: Session) => session.follow(),
  reorganise: async (session: Session, [depth, back, follow]: Step["n"]) => {
    await reorganise(session, 1 + (depth % 6), back % 2 === 0)
    if (follow % 3 > 0) await session.follow()
  },
  settle: (session: Session, [atOnce]: Step["n"]) => payOut(session, 1 + (atOnce % 2)),
  withdraw: async (session: Session, [receiver, part, late]: Step["n"]) => {
    const withdrawal = await prepareToWithdraw(session, receiver, part)
    if (withdrawal && late % 3 < 2) await withdraw(session, withdrawal, 1)
  },
  signWithdrawal: async (session: Session, [number, times, late]: Step["n"]) => {
    const { withdrawals } = session.model
    if (withdrawals.length === 0) return
    const withdrawal = pick([...withdrawals].reverse(), number)
    if (late % 4 === 0) await passTime(session, withdrawal, "withdrawal")
    await withdraw(session, withdrawal, pick([1, 2, 10], times))
  },
  refund: withPayment((session, payment, n) => refund(session, payment, n[2], pick([1, 1, 3], n[3]))),
  doubleSpend: (session: Session, [sender]: Step["n"]) => doubleSpend(session, sender),
  forget: (session: Session, [number]: Step["n"]) => forget(session, number),
  sendAgain: async (session: Session) => {
    const { sent } = await sendAgain(session.ctx)
    session.note(`${sent} transactions are sent again`)
  },
  deposit,
  endOnPurpose: (session: Session, [number]: Step["n"]) => endOnPurpose(session, number),
  raise,
  endWhatIsInvalid,
  pause: (session: Session, [number]: Step["n"]) => pauseSome(session, number),
  resume: resumeAll,
  together: withPayment(together),
  dieInPrepare: (session: Session, n: Step["n"]) =>
    prepareAndDie(session, { sender: n[0], receiver: n[1], amount: n[1], split: 0 }, deathOf(n)),
  dieInTransfer: withPayment((session, payment, n) => transferAndDie(session, payment, deathOf(n))),
  dieInWithdrawal: async (session: Session, n: Step["n"]) => {
    const withdrawal = await prepareToWithdraw(session, n[0], n[1])
    if (withdrawal) await withdrawAndDie(session, withdrawal, deathOf(n))
  },
  dieInSettle: async (session: Session, n: Step["n"]) => {
    const died = await session.crash(deathOf(n), ["PAUSED"], settle)
    session.note(`a settlement run${died ? " dies" : ""}`)
  },
  dieInFollow: (session: Session, n: Step["n"]) => followAndDie(session, deathOf(n)),
  dieInSending: async (session: Session, n: Step["n"]) => {
    await makeDue(session.ctx)
    const died = await session.crash(deathOf(n), [], resendTransactions)
    session.note(`a server sends again${died ? " and dies" : ""}`)
  },
} satisfies Record<string, (session: Session, n: Step["n"]) => Promise<void>>

/** Two or three things at the same instant; whoever wins, every answer is true afterwards. */
async function together(session: Session, payment: ModelPayment, [, , c, d]: Step["n"]): Promise<void> {
  const { ctx, model } = session
  const before = payment.fate
  const transferring = () => submitPayment(ctx, { paymentId: payment.id, rawTx: payment.signedTx })
  const others = [
    () => cancelPayment(ctx, payment.id),
    () => settle(ctx),
    () => followChain(ctx),
    () => expirePayments(ctx),
    () => resendTransactions(ctx),
    transferring,
  ]
  const chosen = [pick(others, c), pick(others, d)]
  const outcomes = await Promise.allSettled([transferring, ...chosen].map((verb) => verb()))
  for (const outcome of outcomes)
    if (outcome.status === "rejected") {
      const { reason } = outcome
      if (!(reason instanceof AppError) || ![...NO_TRANSFER, "PAUSED"].includes(reason.code)) throw reason
    }
  await session.follow()
  const status = await session.observe(payment)
  const accepted = outcomes[0]?.status === "fulfilled"
  session.note(
    `payment ${payment.id} (${before}) is transferred beside ${c % others.length} and ${d % others.length}: ${status}`,
  )
  for (const row of model.payments) {
    if (row.fate !== "prepared" && row.fate !== "overdue") continue
    const now = await session.observe(row)
    if (now === "expired" && row.fate === "overdue") row.fate = "expired"
    if (row !== payment) continue
    if (now === "cancelled" && !accepted) row.fate = "cancelled"
    if (accepted && row.fate === "prepared") row.fate = "signed"
  }
  const cancelled = chosen.some((verb, i) => verb === others[0] && outcomes[i + 1]?.status === "fulfilled")
  if (cancelled && accepted) throw new Violation(`payment ${payment.id} was accepted and cancelled at once`)
}

const WEIGHTS: Record<keyof typeof steps, number> = {
  nothing: 1,
  pay: 14,
  prepare: 4,
  transfer: 6,
  cancel: 1,
  passTime: 2,
  sweep: 1,
  blocks: 16,
  unseenBlocks: 4,
  follow: 3,
  reorganise: 6,
  settle: 6,
  withdraw: 5,
  signWithdrawal: 2,
  refund: 4,
  doubleSpend: 4,
  forget: 3,
  sendAgain: 4,
  deposit: 1,
  endOnPurpose: 3,
  raise: 2,
  endWhatIsInvalid: 1,
  pause: 1,
  resume: 2,
  together: 3,
  dieInPrepare: 1,
  dieInTransfer: 2,
  dieInWithdrawal: 1,
  dieInSettle: 2,
  dieInFollow: 2,
  dieInSending: 1,
}

const MAX_NUMBER = 23

/** Any step. The simplest is to do nothing: that is what a step shrinks to. */
export function anyStep(): fc.Arbitrary<Step> {
  const number = fc.nat(MAX_NUMBER)
  const kinds = Object.entries(WEIGHTS) as [Step["kind"], number][]
  return fc.oneof(
    { withCrossShrink: true },
    ...kinds.map(([kind, weight]) => ({
      weight,
      arbitrary:
        kind === "nothing"
          ? fc.constant<Step>({ kind, n: [0, 0, 0, 0] })
          : fc.record({ kind: fc.constant(kind), n: fc.tuple(number, number, number, number) }),
    })),
  )
}

export async function take(session: Session, { kind, n }: Step): Promise<void> {
  await steps[kind](session, n)
}
