import { expect } from "vitest"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { resendTransactions } from "@/lib/transaction/resend"
import { startPlatform } from "@/test/support/context"
import { ckb, pay, send, sendAgain, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { expectInvariants } from "./invariants"
import { type NodeProxy, startNodeProxy, type Treatment } from "./proxy"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const stage = freshStage()
  .extend("proxy", async ({ chain }, { onCleanup }) => {
    const proxy = await startNodeProxy(chain.rpcUrl)
    onCleanup(() => proxy.stop())
    return proxy
  })
  .extend("platform", async ({ chain, proxy }, { onCleanup }) => {
    const platform = await startPlatform({ ...chain, rpcUrl: proxy.url }, { cells: 4, env: { CONFIRMATIONS: "2" } })
    onCleanup(() => platform.stop())
    return platform
  })
  .extend("request", ({ sender, receiver }) => ({
    sender: sender.address,
    receiver: receiver.address,
    amount: ckb("100"),
    splits: [],
  }))
  .extend(
    "sendOne",
    ({ ctx, sender, receiver }) =>
      () =>
        send(ctx, sender, receiver, ckb("100")),
  )
  /** All is paid, once, and nothing waits. */
  .extend("expectPaid", ({ chain, platform, ctx, receiver }) => async () => {
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
    expect(await ctx.db.payment.findMany({ select: { status: true } })).toEqual([{ status: "confirmed" }])
  })

function whenSending(proxy: NodeProxy, treatment: Treatment): void {
  proxy.treat = (methods) => (methods.includes("send_transaction") ? treatment : "pass")
}

function heal(proxy: NodeProxy): void {
  proxy.treat = () => "pass"
}

describeOnEachStage("the node", stage, (it) => {
  it("is down: prepare refuses and books nothing, and works when the node comes back", async ({
    proxy,
    ctx,
    request,
    sendOne,
    expectPaid,
  }) => {
    proxy.treat = () => "drop"
    await expect(preparePayment(ctx, request)).rejects.toMatchObject({ code: "CHAIN_ERROR" })
    expect(await ctx.db.payment.count()).toBe(0)
    heal(proxy)
    await sendOne()
    await expectPaid()
  })

  it("is down between prepare and transfer: transfer refuses, nothing is signed, and the same request works later", async ({
    proxy,
    ctx,
    sender,
    request,
    expectPaid,
  }) => {
    const prepared = await preparePayment(ctx, request)
    const transfer = { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) }
    proxy.treat = () => "drop"
    await expect(submitPayment(ctx, transfer)).rejects.toMatchObject({ code: "CHAIN_ERROR" })
    expect(await ctx.db.chainTransaction.count()).toBe(0)
    heal(proxy)
    expect(await submitPayment(ctx, transfer)).toMatchObject({ status: "submitted" })
    await expectPaid()
  })

  it("is down as the transaction is sent: transfer answers submitted, and the stored bytes are sent later", async ({
    proxy,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "drop")
    await sendOne()
    heal(proxy)
    await expectPaid()
  })

  it("accepts the transaction, and the answer is lost: transfer answers submitted, and it is paid once", async ({
    proxy,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "cut")
    await sendOne()
    heal(proxy)
    await expectPaid()
  })

  it("accepts the transaction and answers with an error: transfer answers submitted, and it is paid once", async ({
    proxy,
    ctx,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "deny")
    await sendOne()
    expect((await ctx.db.chainTransaction.findFirstOrThrow()).lastAnswer).toContain("refused")
    heal(proxy)
    await expectPaid()
  })

  it("answers when nobody waits for it any more: transfer answers submitted, and it is paid once", async ({
    proxy,
    ctx,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "late")
    await sendOne()
    expect((await ctx.db.chainTransaction.findFirstOrThrow()).lastAnswer).toBe("no answer")
    heal(proxy)
    await expectPaid()
  })

  it("refuses the transaction again and again: nothing is given up, and it is paid when the node takes it", async ({
    proxy,
    platform,
    ctx,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "refuse")
    const { paymentId } = await sendOne()
    tally.runs = 12
    for (let sends = 1; sends < tally.runs; sends++) {
      await sendAgain(ctx)
      await platform.mine()
    }
    expect(await ctx.db.chainTransaction.findFirst()).toMatchObject({ status: "signed", sends: tally.runs })
    expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
    await expectInvariants(ctx)
    heal(proxy)
    await expectPaid()
  })

  it("accepts a settlement, and the answer is lost: the receiver is paid once", async ({
    chain,
    proxy,
    platform,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
    whenSending(proxy, "cut")
    expect((await settle(ctx)).settlements).toHaveLength(1)
    heal(proxy)
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await expectPaid()
  })

  it("is down while a settlement is made: nobody is paid, and each once when it comes back", async ({
    chain,
    proxy,
    platform,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    proxy.treat = () => "drop"
    await expect(settle(ctx)).rejects.toMatchObject({ code: "CHAIN_ERROR" })
    expect(await ctx.db.settlement.count()).toBe(0)
    heal(proxy)
    await expectPaid()
  })

  it("is slow: after ten seconds transfer answers submitted, and it is paid once", async ({
    proxy,
    sendOne,
    expectPaid,
  }) => {
    whenSending(proxy, "hang")
    const began = Date.now()
    await sendOne()
    expect(Date.now() - began).toBeGreaterThan(9_000)
    heal(proxy)
    await expectPaid()
  })

  it("goes back to an older tip and comes forward again: nobody is credited twice", async ({
    chain,
    proxy,
    platform,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    const before = Number(await chain.rpc<string>("get_tip_block_number"))
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    const known = await statusOf(ctx, paymentId)
    proxy.staleAt = before
    await platform.follow()
    // A node that is behind says nothing against what was taken in already.
    expect(await statusOf(ctx, paymentId)).toEqual(known)
    proxy.staleAt = undefined
    await expectPaid()
  })

  it("forgets the whole pool: the same bytes are sent again", async ({ chain, sendOne, expectPaid }) => {
    await sendOne()
    await chain.rpc("clear_tx_pool")
    await expectPaid()
  })

  it("evicts the transaction whenever it is sent: the same bytes are sent again until it stays", async ({
    chain,
    ctx,
    sendOne,
    expectPaid,
  }) => {
    const { txHash } = await sendOne()
    tally.runs = 5
    for (let evictions = 0; evictions < tally.runs; evictions++) {
      expect(await chain.rpc("remove_transaction", txHash)).toBe(true)
      await sendAgain(ctx)
    }
    await expectPaid()
  })

  it("evicts the transaction, and the sender spends the cell: it is sent until that is final, then given up", async ({
    chain,
    platform,
    ctx,
    sender,
    sendOne,
  }) => {
    const { paymentId, txHash } = await sendOne()
    await chain.rpc("remove_transaction", txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.follow()
    expect(await sendAgain(ctx)).toEqual({ sent: 1 })
    expect((await ctx.db.chainTransaction.findFirstOrThrow()).lastAnswer).toContain("refused")
    await platform.mine()
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await resendTransactions(ctx)).toEqual({ sent: 0 })
    await expectInvariants(ctx)
  })

  it("hears of the sender's replacement: the payment fails only when that is final, and nobody loses anything", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    sendOne,
  }) => {
    const { paymentId } = await sendOne()
    const replacement = await sender.spendAll(ckb("499.99"))
    await chain.commit(replacement)
    await platform.follow()
    // In a block, not final: the payment may still win on another branch.
    expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
    await expectInvariants(ctx)
    await platform.mine(1)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await sender.balance()).toBe(ckb("499.99"))
    expect(await receiver.balance()).toBe(0n)
    expect(await ctx.db.claim.count()).toBe(0)
  })
})
