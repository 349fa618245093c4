import type { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { ckb, pay, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { type Reorganisation, startBrancher } from "./branch"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { spendElsewhere } from "./spend-elsewhere"

const CONFIRMATIONS = 3

const stage = freshStage({ cells: 4, reserve: ckb("1000"), env: { CONFIRMATIONS: String(CONFIRMATIONS) } })
  .extend("brancher", { scope: "file" }, ({ chain }, { onCleanup }) => {
    const brancher = startBrancher(chain)
    onCleanup(() => brancher.stop())
    return brancher
  })
  .extend("elsewhere", ({ chain, sender }) => spendElsewhere(chain, sender))
  .extend("before", async ({ chain, sender: _funded }) => BigInt(await chain.rpc<string>("get_tip_block_number")))
  .extend("paidOnce", ({ chain, platform, ctx, receiver }) => async (paymentId: bigint) => {
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })
    expect(await receiver.balance()).toBe(ckb("99"))
  })
  /** Replaces all blocks after the stage was set. */
  .extend(
    "replace",
    ({ platform, ctx, brancher, before }) =>
      async (how: Reorganisation, spends: ccc.Transaction[] = []) => {
        /** Also when a node is behind, the books hold: nothing is credited from a block that is not there. */
        const whileBehind = async () => {
          await platform.follow()
          await platform.follow()
        }
        await brancher.replace(how, before, spends, whileBehind)
        await platform.follow()
        await expectInvariants(ctx)
      },
  )

describeOnEachStage("a reorganisation", stage, (it) => {
  describe.each(["going back", "a longer branch"] as const)("by %s", (how) => {
    it("before CONFIRMATIONS: the payment is submitted again, and is paid once", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      paidOnce,
      replace,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      await replace(how)
      expect(await statusOf(ctx, paymentId)).toMatchObject({ entries: ["pending", "pending"] })
      await paidOnce(paymentId)
    })

    it("after CONFIRMATIONS: the credit is taken back, given again, and paid once", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      paidOnce,
      replace,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await platform.mine(CONFIRMATIONS)
      expect(await statusOf(ctx, paymentId)).toMatchObject({ entries: ["available", "available"] })
      await replace(how)
      await paidOnce(paymentId)
    })

    it("after the payout: both come back in their order, and the receiver is paid once", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      paidOnce,
      replace,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await paidOnce(paymentId)
      await replace(how)
      await paidOnce(paymentId)
      expect(await ctx.db.ledgerEntry.count({ where: { account: "loss" } })).toBe(0)
    })

    it("before CONFIRMATIONS, and the payment never comes back: nobody is credited, nobody loses", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      elsewhere,
      replace,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await replace(how, [elsewhere])
      await quiesce(platform, chain)
      await expectInvariants(ctx)
      expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
      expect(await receiver.balance()).toBe(0n)
      expect(await sender.balance()).toBe(ckb("499.99"))
      expect(await ctx.db.claim.count()).toBe(0)
    })

    it("after the payout, and the payment never comes back: the loss is booked to the shannon, and all stands still", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      elsewhere,
      paidOnce,
      replace,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await paidOnce(paymentId)
      await replace(how, [elsewhere])
      await quiesce(platform, chain)
      await expectInvariants(ctx)
      expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
      const loss = await ctx.db.ledgerEntry.aggregate({ where: { account: "loss" }, _sum: { amount: true } })
      expect(loss._sum.amount).toBe(await receiver.balance())
      expect(await ctx.db.pause.findMany({ where: { resolvedAt: null }, select: { reason: true } })).toEqual([
        { reason: "settled_payment_lost" },
      ])
    })
  })
})
