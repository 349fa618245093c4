import { expect } from "vitest"
import { endTransaction } from "@/lib/operator/end-transaction"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { forgets, whenSending } from "@/test/support/context"
import { ckb, pay, send, sendAgain, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"

const stage = freshStage({
  // One cell only, so that everybody wants the same.
  cells: 1,
  env: { CONFIRMATIONS: "3" },
})
  .extend("other", ({ walletWith }) => walletWith("500"))
  .extend(
    "cellState",
    ({ ctx }) =>
      async () =>
        (await ctx.db.platformCell.findMany({ where: { state: { notIn: ["spent", "orphaned"] } } })).map(
          ({ state }) => state,
        ),
  )

describeOnEachStage("a payment whose sender spends their cell elsewhere", stage, (it) => {
  it("is dead for good when its cell was lent again, even if a reorganisation brings the sender's own cell back", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    cellState,
    other,
  }) => {
    const { paymentId } = await send(whenSending(ctx, forgets), sender, receiver, ckb("2"))
    const base = await chain.rpc<string>("get_block_hash", await chain.rpc<string>("get_tip_block_number"))
    const elsewhere = await sender.spendAll(ckb("499.999"))
    await chain.commit(elsewhere)
    await platform.follow()
    expect(await cellState()).toEqual(["free"])
    await chain.truncate(base)
    await chain.mine(12)
    await platform.follow()

    const second = await pay(platform, chain, other, receiver, ckb("3"))
    await platform.mine(4)
    expect((await statusOf(ctx, second.paymentId)).payment).toBe("confirmed")
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("leaves its cell to the self-spend that was to end it, until that has committed", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    cellState,
  }) => {
    const deaf = whenSending(ctx, forgets)
    const { paymentId } = await send(deaf, sender, receiver, ckb("2"))
    await endTransaction(deaf, { paymentId }, "a test")
    await chain.commit(await sender.spendAll(ckb("499.999")))
    await platform.follow()
    // Lent now, the cell would be spent under the hands of whoever got it.
    expect(await cellState()).toEqual(["claimed"])
    await platform.mine(3)
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await cellState()).toEqual(["claimed"])
    await sendAgain(ctx)
    for (let blocks = 0; blocks < 20 && (await cellState())[0] === "claimed"; blocks++) await platform.mine()
    expect(await cellState()).toEqual(["free"])
    expect(await ctx.db.poolOperation.findMany()).toMatchObject([{ kind: "self_spend", status: "committed" }])
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})
