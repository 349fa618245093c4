import { setTimeout as wait } from "node:timers/promises"
import { expect } from "vitest"
import { ConfigError } from "@/lib/config"
import { AppError } from "@/lib/errors"
import { growPool } from "@/lib/pool/initialise"
import { refundPayment } from "@/lib/refund/refund"
import { settle } from "@/lib/settlement/settle"
import { anchorEpoch } from "@/lib/solvency/anchor"
import { makeEpoch } from "@/lib/solvency/make-epoch"
import { resendTransactions } from "@/lib/transaction/resend"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { asOperator, type TestContext } from "@/test/support/actors"
import { ckb, makeDue, send } from "@/test/support/payment"
import { auditStage, hourPasses } from "./platform.fixture"

const it = auditStage({ blockMs: 200, cells: 24, env: { PLATFORM_FEE_BPS: "0" } })
const EPOCHS = 3
const PACE_MS = 20
const SMALL = ckb("1.5")

it("an honest platform is never accused while everything moves", async ({ platform, ctx, walletWith, auditOf }) => {
  const senders = await Promise.all([1, 2].map(() => walletWith("900", "900", "900")))
  const receivers = await Promise.all([1, 2].map(() => walletWith("61", "61")))
  const all = whileRunning([
    async () => {
      await platform.follow()
      await makeDue(ctx)
      await resendTransactions(ctx)
      await makeEpoch(ctx)
      await hourPasses(ctx)
      await anchorEpoch(ctx)
    },
    ...senders.map(
      (sender, i) => (round: number) =>
        send(ctx, sender, turn(receivers, round + i), round % 3 === 0 ? ckb("70") : SMALL),
    ),
    () => settle(ctx),
    async (round) => {
      const receiver = turn(receivers, round)
      const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("1") })
      await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
    },
    async () => {
      const payment = await ctx.db.payment.findFirst({ where: { status: "confirmed", amount: SMALL } })
      if (payment) await refundPayment(asOperator(ctx), { paymentId: payment.id, reason: "broken" })
    },
    (round) => growPool(ctx, Math.min(24 + round, 28), async () => {}),
  ])
  const epochs = new Set<number>()
  try {
    for (let audits = 0; all.isRunning() && (epochs.size < EPOCHS || !(await hasSeenAll(ctx))); audits++) {
      const { faults, unchecked, epoch } = await auditOf({ address: turn([...receivers, ...senders], audits).address })
      expect(faults).toEqual([])
      // Before the first one there is none.
      if (epoch) expect(unchecked).toEqual([])
      if (epoch) epochs.add(epoch.block_number)
    }
  } finally {
    await all.stop()
  }
  expect(epochs.size).toBeGreaterThanOrEqual(EPOCHS)
})

/** Whether everything that moves money has come to its end once. */
async function hasSeenAll({ db }: TestContext): Promise<boolean> {
  const status = "confirmed"
  const counts = await Promise.all([
    db.settlement.count({ where: { kind: "payout", status } }),
    db.settlement.count({ where: { kind: "withdrawal", status } }),
    db.poolOperation.count({ where: { kind: "anchor", status } }),
    db.poolOperation.count({ where: { kind: "split", status } }),
    db.refund.count(),
  ])
  return counts.every((count) => count > 0)
}

const turn = <T>(list: T[], round: number) => list[round % list.length] as T

/** Does these things, each again and again, at the same time. That another one was faster is no failure. */
function whileRunning(acts: ((round: number) => Promise<unknown>)[]) {
  let running = true
  const again = async (act: (round: number) => Promise<unknown>) => {
    for (let round = 0; running; round++) {
      await act(round).catch((error: unknown) => {
        if (!(error instanceof AppError || error instanceof ConfigError)) throw error
      })
      await wait(PACE_MS)
    }
  }
  const end = () => {
    running = false
  }
  const all = Promise.allSettled(acts.map((act) => again(act).finally(end)))
  return {
    isRunning: () => running,
    /** @throws what one of them has ended with */
    stop: async () => {
      end()
      for (const result of await all) if (result.status === "rejected") throw result.reason
    },
  }
}
