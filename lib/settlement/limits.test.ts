import { describe, expect } from "vitest"
import { approvePayout, openApprovals, raiseDayLimit, withdrawApproval } from "@/lib/operator/approve-payout"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { ckb, pay } from "@/test/support/payment"
import { freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { awaitingApproval } from "./payable"
import { settle } from "./settle"

const WHY = { reason: "a test" }

const it = freshStage({
  capacity: ckb("300"),
  env: { PLATFORM_FEE_BPS: "0", MAX_SETTLEMENT_CKB: "100", MAX_DAILY_PAYOUT_CKB: "250" },
  senderHas: ["5000"],
})
  .extend("owed", ({ chain, platform, sender }) => async (...amounts: string[]): Promise<Wallet[]> => {
    const receivers: Wallet[] = []
    for (const amount of amounts) {
      const receiver = await createWallet(chain)
      await pay(platform, chain, sender, receiver, ckb(amount))
      receivers.push(receiver)
    }
    return receivers
  })
  .extend(
    "paid",
    ({ ctx }) =>
      async () =>
        (await ctx.db.settlement.findMany({ orderBy: { id: "asc" } })).map(({ amount }) => amount),
  )
  .extend(
    "waiting",
    ({ ctx }) =>
      async () =>
        (await awaitingApproval(ctx)).receivers.map(({ amount }) => amount),
  )

describe("payouts above the limits", () => {
  it("go out in settlements within the limit, as many as the day allows; the next day the rest", async ({
    ctx,
    owed,
    paid,
    waiting,
  }) => {
    await owed("70", "100", "65", "66")
    await settle(ctx)
    expect(await paid()).toEqual([ckb("70"), ckb("100"), ckb("65")])
    expect(await waiting()).toEqual([ckb("66")])
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await ctx.db.$executeRaw`UPDATE settlement SET created_at = now() - interval '25 hours'`
    await settle(ctx)
    expect((await paid()).at(-1)).toBe(ckb("66"))
    expect(await waiting()).toEqual([])
  })

  it("use an approval only within seven days, and not one that was taken back", async ({ ctx, owed, paid }) => {
    const [first, second] = (await owed("180", "180")) as [Wallet, Wallet]
    await approvePayout(ctx, { receiver: first.address, amount: ckb("180"), ...WHY })
    await approvePayout(ctx, { receiver: second.address, amount: ckb("180"), ...WHY })
    await ctx.db.$executeRaw`UPDATE payout_approval SET expires_at = now() WHERE receiver = ${first.address}`
    const [open, ...others] = await openApprovals(ctx)
    expect([open?.receiver, others]).toEqual([second.address, []])
    const weekAhead = (open?.expiresAt.getTime() ?? 0) - Date.now()
    expect(Math.round(weekAhead / 3_600_000)).toBe(7 * 24)
    await withdrawApproval(ctx, { id: open?.id ?? 0n, ...WHY })
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await approvePayout(ctx, { receiver: first.address, amount: ckb("180"), ...WHY })
    await settle(ctx)
    expect(await paid()).toEqual([ckb("180")])
    const used = await ctx.db.payoutApproval.findFirstOrThrow({ where: { settlementId: { not: null } } })
    await expect(withdrawApproval(ctx, { id: used.id, ...WHY })).rejects.toMatchObject({ code: "NOT_FOUND" })

    await raiseDayLimit(ctx, { amount: ckb("500"), ...WHY })
    const [raised] = await openApprovals(ctx)
    await withdrawApproval(ctx, { id: raised?.id ?? 0n, ...WHY })
    expect((await awaitingApproval(ctx)).dayLeft).toBe(ckb("250"))
  })

  it("wait for the operator's word, are paid exactly once by it, and not if they have grown past it", async ({
    chain,
    platform,
    ctx,
    sender,
    owed,
    waiting,
  }) => {
    const [rich] = (await owed("180")) as [Wallet]
    expect(await settle(ctx)).toEqual({ settlements: [] })
    expect(await waiting()).toEqual([ckb("180")])
    await approvePayout(ctx, { receiver: rich.address, amount: ckb("179"), ...WHY })
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await approvePayout(ctx, { receiver: rich.address, amount: ckb("180"), ...WHY })
    expect(await waiting()).toEqual([])
    const runs = await Promise.all([settle(ctx), settle(ctx)])
    expect(runs.flatMap(({ settlements }) => settlements)).toHaveLength(1)
    // What was approved leaves the day's limit to the others.
    await owed("70")
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await pay(platform, chain, sender, rich, ckb("180"))
    expect(await settle(ctx)).toEqual({ settlements: [] })
    expect((await ctx.db.auditLog.findMany()).map(({ action }) => action)).toEqual(["approve_payout", "approve_payout"])
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("pass when the operator raises the day's limit, for that day", async ({ ctx, owed, paid }) => {
    await owed("100", "100", "100")
    await settle(ctx)
    expect(await paid()).toEqual([ckb("100"), ckb("100")])
    await raiseDayLimit(ctx, { amount: ckb("50"), ...WHY })
    await settle(ctx)
    expect(await paid()).toHaveLength(3)
    expect((await awaitingApproval(ctx)).dayLeft).toBe(0n)
  })

  it("two at once cannot both take what is left of the day", async ({ chain, platform, ctx, owed, paid }) => {
    const receivers = await owed("90", "90", "90")
    await chain.fundMany(receivers.map(({ address }) => ({ address, shannons: ckb("100") })))
    await platform.follow()
    // A cell that went to one of the others is no reason to give up.
    const takeOut = async ({ address, sign }: Wallet): Promise<unknown> => {
      for (;;) {
        const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver: address })
        const signed = await sign(rawTx)
        const outcome = await submitWithdrawal(ctx, { withdrawalId, rawTx: signed }).catch((error) => error.code)
        if (outcome !== "HOLD_LOST") return outcome
      }
    }
    const outcomes = await Promise.all(receivers.map((receiver) => takeOut(receiver).catch((error) => error.code)))
    expect(await paid()).toHaveLength(2)
    const refused = outcomes.indexOf("APPROVAL_NEEDED")
    const left = receivers[refused] as Wallet
    await expect(prepareWithdrawal(ctx, { receiver: left.address })).rejects.toMatchObject({ code: "APPROVAL_NEEDED" })
    await expect(prepareWithdrawal(ctx, { receiver: left.address, amount: ckb("70") })).resolves.toBeDefined()
  })
})
