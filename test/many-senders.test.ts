import { expect } from "vitest"
import { AppError } from "@/lib/errors"
import { reconcile } from "@/lib/reconciliation/reconcile"
import type { TestPlatform } from "./support/context"
import { ckb, send } from "./support/payment"
import { describeOnEachStage, sharedStage } from "./support/stage"
import { createWallet, type Wallet } from "./support/wallet"

const SENDERS = 50
const CELLS = 32
/** Seconds on a quiet machine; only a hanging payment should end it. */
const DEADLINE_MS = 240_000

const stage = sharedStage({ blockMs: 200, cells: CELLS })

describeOnEachStage("fifty senders at once on thirty-two cells", stage, (it) => {
  it("are all paid, no cell is in two transactions, and the books agree with the chain", {
    timeout: 300_000,
  }, async ({ chain, platform, ctx }) => {
    const receiver = await createWallet(chain)
    const senders = await Promise.all(Array.from({ length: SENDERS }, () => createWallet(chain)))
    await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("100") })))

    const deadline = Date.now() + DEADLINE_MS
    const following = followUntil(
      platform,
      async () => (await ctx.db.payment.count({ where: { status: "confirmed" } })) === SENDERS,
      deadline,
    )
    await Promise.all(senders.map((sender) => payAtLast(platform, sender, receiver, deadline)))
    await following

    const inputs = await ctx.db.claim.findMany({ where: { spentBy: { not: null } } })
    expect(inputs).toHaveLength(SENDERS * 2)
    const entries = await ctx.db.entry.aggregate({
      where: { kind: "receiver", status: "available" },
      _sum: { amount: true },
    })
    expect(entries._sum.amount).toBe(BigInt(SENDERS) * ckb("1.98"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})

/** What a client does: prepares again when its cell went to another, waits when all are busy. */
async function payAtLast(platform: TestPlatform, sender: Wallet, receiver: Wallet, deadline: number): Promise<void> {
  while (Date.now() < deadline) {
    try {
      await send(platform.ctx, sender, receiver, ckb("2"))
      return
    } catch (error) {
      if (!(error instanceof AppError && error.retryable)) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  throw new Error("a sender could not pay in time")
}

async function followUntil(platform: TestPlatform, done: () => Promise<boolean>, deadline: number): Promise<void> {
  while (Date.now() < deadline) {
    await platform.follow()
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error("not all payments were confirmed in time")
}
