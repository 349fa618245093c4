import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Hex } from "@/lib/hex"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, pay, statusOf } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { type Brancher, startBrancher } from "./branch"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"

const CONFIRMATIONS = 3

describeOnEachChain("a reorganisation", (kind) => {
  let chain: TestChain
  let brancher: Brancher
  let platform: TestPlatform
  let sender: Wallet
  let receiver: Wallet
  let funding: Hex

  beforeAll(async () => {
    chain = await kind.start()
    brancher = startBrancher(chain)
  })
  afterAll(async () => {
    await brancher.stop()
    await chain.stop()
  })
  beforeEach(async () => {
    // The large cell pays settlements: they do not hang on what payments made.
    platform = await startPlatform(chain, { cells: 4, env: { CONFIRMATIONS: String(CONFIRMATIONS) } })
    sender = await createWallet(chain)
    receiver = await createWallet(chain)
    funding = await chain.fundMany([
      { address: sender.address, shannons: ckb("500") },
      { address: platform.ctx.chain.platform.address, shannons: ckb("1000") },
    ])
    await platform.follow()
  })
  afterEach(() => platform.stop())

  const tip = async () => BigInt(await chain.rpc<string>("get_tip_block_number"))
  const spendElsewhere = () => sender.spend({ txHash: funding, index: 0, capacity: ckb("500") }, ckb("499.99"))
  const paidOnce = async (paymentId: bigint) => {
    await quiesce(platform, chain)
    await expectInvariants(platform.ctx)
    expect(await statusOf(platform.ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })
    expect(await receiver.balance()).toBe(ckb("99"))
  }

  describe.each(["going back", "a longer branch"] as const)("by %s", (how) => {
    /** Also when a node is behind, the books hold: nothing is credited from a block that is not there. */
    const whileBehind = async () => {
      await platform.follow()
      await platform.follow()
    }
    const replace = async (after: bigint, spends: Parameters<Brancher["replace"]>[2] = []) => {
      await brancher.replace(how, after, spends, whileBehind)
      await platform.follow()
      await expectInvariants(platform.ctx)
    }

    it("before CONFIRMATIONS: the payment is submitted again, and is paid once", async () => {
      const before = await tip()
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      expect((await statusOf(platform.ctx, paymentId)).payment).toBe("committed")
      await replace(before)
      expect(await statusOf(platform.ctx, paymentId)).toMatchObject({ entries: ["pending", "pending"] })
      await paidOnce(paymentId)
    })

    it("after CONFIRMATIONS: the credit is taken back, given again, and paid once", async () => {
      const before = await tip()
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await platform.mine(CONFIRMATIONS)
      expect(await statusOf(platform.ctx, paymentId)).toMatchObject({ entries: ["available", "available"] })
      await replace(before)
      await paidOnce(paymentId)
    })

    it("after the payout: both come back in their order, and the receiver is paid once", async () => {
      const before = await tip()
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await paidOnce(paymentId)
      await replace(before)
      await paidOnce(paymentId)
      expect(await platform.ctx.db.ledgerEntry.count({ where: { account: "loss" } })).toBe(0)
    })

    it("before CONFIRMATIONS, and the payment never comes back: nobody is credited, nobody loses", async () => {
      const { ctx } = platform
      const before = await tip()
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await replace(before, [await spendElsewhere()])
      await quiesce(platform, chain)
      await expectInvariants(ctx)
      expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
      expect(await receiver.balance()).toBe(0n)
      expect(await sender.balance()).toBe(ckb("499.99"))
      expect(await ctx.db.claim.count()).toBe(0)
    })

    it("after the payout, and the payment never comes back: the loss is booked to the shannon, and all stands still", async () => {
      const { ctx } = platform
      const before = await tip()
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await paidOnce(paymentId)
      await replace(before, [await spendElsewhere()])
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
