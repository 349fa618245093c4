import { expect } from "vitest"
import { feeBalance, revenueByDay } from "@/lib/ledger/fees"
import type { Shannons } from "@/lib/money"
import { pause } from "@/lib/pause"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { done } from "@/test/support/operator"
import { ckb, pay, sendAgain } from "@/test/support/payment"
import { replaceBlockOf } from "@/test/support/reorganise"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { endTransaction } from "./end-transaction"
import { planFeeWithdrawal, withdrawFees } from "./withdraw-fees"

const REASON = "the month is over"

// Half of each payment is the fee.
const stage = freshStage({ env: { PLATFORM_FEE_BPS: "5000" }, senderHas: ["1000"] })
  .extend("owner", ({ walletWith }) => walletWith())
  .extend("withdraw", ({ ctx, owner }) => async (amount: Shannons, to = owner.address) => {
    const plan = await planFeeWithdrawal(ctx, { to, amount })
    const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
    return done(withdrawFees(ctx, { to, amount }, expected, REASON))
  })
  .extend(
    "isBalanced",
    ({ ctx }) =>
      async () =>
        expect(await reconcile(ctx)).toMatchObject({ ok: true }),
  )

describeOnEachStage("earned fees", stage, (it) => {
  it.beforeEach(async ({ chain, platform, sender, receiver }) => {
    await pay(platform, chain, sender, receiver, ckb("400"))
    await platform.mine(1)
  })

  it("leave for the operator's address, and what is owed stays: the books are exact before, during and after", async ({
    chain,
    platform,
    ctx,
    withdraw,
    isBalanced,
    owner,
  }) => {
    const before = await feeBalance(ctx)
    expect(before).toMatchObject({ earned: ckb("200"), withdrawn: 0n, withdrawable: ckb("200") })
    const { owed } = await reconcile(ctx)
    const { id, txHash } = await withdraw(ckb("150"))
    await isBalanced()
    const { networkFee } = await ctx.db.poolOperation.findUniqueOrThrow({ where: { id } })
    // Signed is as good as gone: it may commit at any time.
    expect(await feeBalance(ctx)).toMatchObject({ withdrawn: 0n, withdrawable: ckb("50") - networkFee })

    await chain.commit(txHash)
    await platform.mine(1)
    await isBalanced()
    expect(await owner.balance()).toBe(ckb("150"))
    expect(await feeBalance(ctx)).toEqual({
      earned: ckb("200"),
      withdrawn: ckb("150"),
      networkFees: networkFee,
      losses: 0n,
      withdrawable: ckb("50") - networkFee,
    })
    expect((await reconcile(ctx)).owed).toEqual(owed)
    expect(await ctx.db.poolOperation.findUnique({ where: { id } })).toMatchObject({ status: "confirmed" })
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
    expect(await ctx.db.auditLog.findMany()).toMatchObject([
      { action: "withdraw_fees", subject: `150 CKB to ${owner.address}`, reason: REASON, actor: "command" },
    ])
    const [today] = (await revenueByDay(ctx, 2)).reverse()
    expect(today).toMatchObject({ platformFees: ckb("200"), networkFees: networkFee })
  })

  it("never leave beyond what was earned, by one withdrawal, by two at once, or past the code that checks", async ({
    ctx,
    owner,
    withdraw,
    isBalanced,
  }) => {
    const receiver = owner.address
    await expect(planFeeWithdrawal(ctx, { to: receiver, amount: ckb("200") })).rejects.toMatchObject({
      code: "INSUFFICIENT_BALANCE",
    })
    await expect(planFeeWithdrawal(ctx, { to: receiver, amount: ckb("60") })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    })
    await expect(planFeeWithdrawal(ctx, { to: ctx.chain.platform.address, amount: ckb("61") })).rejects.toMatchObject({
      code: "VALIDATION_ERROR",
    })
    const insert = (amount: bigint) => ctx.db.$executeRaw`
      INSERT INTO pool_operation (kind, amount, recipient, network_fee, tx_hash)
      VALUES ('fee_withdrawal', ${amount}, 'r', 1, ${new Uint8Array(32)})`
    await expect(insert(ckb("200"))).rejects.toThrow("more than was earned")

    // Plans over different cells, so that nothing but the money is in the way of both.
    const plans = [await planFeeWithdrawal(ctx, { to: receiver, amount: ckb("150") })]
    const others = await ctx.db.platformCell.findMany({
      where: { state: "free", id: { notIn: plans[0]?.cells.map(({ id }) => id) } },
    })
    const ids = others.map(({ id }) => id)
    plans.push(await planFeeWithdrawal(ctx, { to: receiver, amount: ckb("150") }, ids))
    const results = await Promise.allSettled(
      plans.map((plan) => {
        const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
        return withdrawFees(ctx, { to: receiver, amount: ckb("150") }, expected, REASON)
      }),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "INSUFFICIENT_BALANCE" },
    })
    expect(await ctx.db.auditLog.count()).toBe(1)
    await pause(ctx.db, { scope: "settlement", reason: "alarm", detail: "it rang" })
    await expect(withdraw(ckb("61"), receiver)).rejects.toMatchObject({ code: expect.stringMatching("INSUFF|PAUSED") })
    await isBalanced()
  })

  it("are the platform's again when a reorganisation takes the withdrawal away, and gone once when it comes back", async ({
    chain,
    platform,
    ctx,
    withdraw,
    isBalanced,
    owner,
  }) => {
    const { id, txHash } = await withdraw(ckb("150"))
    await chain.commit(txHash)
    await platform.follow()
    await replaceBlockOf(chain, ctx, txHash)
    await platform.follow()
    const operation = await ctx.db.poolOperation.findUniqueOrThrow({ where: { id } })
    if (operation.status === "signed") {
      expect(await feeBalance(ctx)).toMatchObject({ withdrawn: 0n, networkFees: 0n })
      await isBalanced()
      await sendAgain(ctx)
      await chain.commit(txHash)
    }
    await platform.mine(1)
    expect(await feeBalance(ctx)).toMatchObject({ withdrawn: ckb("150") })
    expect(await owner.balance()).toBe(ckb("150"))
    await isBalanced()
  })

  it("can be had back from a withdrawal that does not commit", async ({
    chain,
    platform,
    ctx,
    withdraw,
    owner,
    isBalanced,
  }) => {
    const { id } = await withdraw(ckb("150"))
    await chain.commit(await endTransaction(ctx, { poolOperationId: id }, REASON))
    await platform.mine(2)
    expect(await ctx.db.poolOperation.findUnique({ where: { id } })).toMatchObject({ status: "failed" })
    expect(await owner.balance()).toBe(0n)
    const { withdrawable, networkFees } = await feeBalance(ctx)
    expect(withdrawable).toBe(ckb("200") - networkFees)
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
    await isBalanced()
  })
})
