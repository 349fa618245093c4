import { expect } from "vitest"
import { toHex } from "@/lib/hex"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { replaceBlockOf } from "@/test/support/reorganise"
import { ckb, pay, payment, sendAgain, statusOf } from "./support/payment"
import { describeOnEachStage, freshStage } from "./support/stage"

const stage = freshStage({ env: { CONFIRMATIONS: "3" } })
  /** Sends what is due until the transaction is in a block again; blocks are made meanwhile. */
  .extend("commitAgain", ({ chain, platform, ctx }) => async (txHash: string) => {
    await sendAgain(ctx)
    await chain.commit(txHash)
    await platform.follow()
  })
  /**
   * Takes the block of a transaction, and all after it, off the chain, for a branch that is longer, as in every real
   * reorganisation: only then does the node's indexer follow it.
   */
  .extend("reorganise", ({ chain, platform, ctx }) => async (txHash: string) => {
    await replaceBlockOf(chain, ctx, txHash)
    await platform.follow()
  })

describeOnEachStage("a reorganisation", stage, (it) => {
  it("moves a committed payment back to submitted, and its entries stay pending until it is confirmed again", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    reorganise,
    commitAgain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "committed", entries: ["pending", "pending"] })

    await reorganise(txHash)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })

    await commitAgain(txHash)
    await platform.mine(2)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "available"] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("takes a confirmed payment's credit back, and gives it again", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    reorganise,
    commitAgain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await platform.mine(2)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "available"] })

    await reorganise(txHash)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })

    await commitAgain(txHash)
    await platform.mine(2)
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 198_000_000n } })
  })

  it("brings a settlement and the payment below it back in their order, and pays once", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    reorganise,
    commitAgain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    const { settlements } = await settle(ctx)
    const settlement = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlements[0] ?? 0n } })
    await chain.commit(toHex(settlement.txHash))
    await platform.mine(3)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })

    await reorganise(txHash)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "settling"] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
    expect(await settle(ctx)).toEqual({ settlements: [] })

    await commitAgain(txHash)
    await commitAgain(toHex(settlement.txHash))
    await platform.mine(3)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })
    expect(await receiver.balance()).toBe(ckb("99"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("ends a payment whose cell the sender spends on the other branch, and lends the platform's cell again", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    reorganise,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await reorganise(txHash)
    const replacement = await sender.spendAll(ckb("499.99"))
    await chain.commit(replacement)
    await platform.follow()
    expect((await payment(ctx, paymentId)).status).toBe("submitted")
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)

    await platform.mine(3)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await ctx.db.claim.count()).toBe(0)
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})
