import { expect } from "vitest"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { forgets, whenSending } from "@/test/support/context"
import { ckb, pay, send } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { prepareWithdrawal } from "./prepare"
import { submitWithdrawal } from "./submit"

const stage = freshStage({
  // An eighth of these are two; a quarter, four, is kept for payouts.
  cells: 16,
  env: { PLATFORM_FEE_BPS: "0", CONFIRMATIONS: "3" },
  senderHas: ["900"],
  receiverHas: ["61", "61", "61"],
})
  .extend("owe", ({ chain, platform, sender }) => async (to: Wallet, amount: string) => {
    await pay(platform, chain, sender, to, ckb(amount))
    await platform.mine(3)
  })
  .extend("prepare", ({ ctx }) => async (of: Wallet, amount?: string) => {
    const wanted = amount === undefined ? {} : { amount: ckb(amount) }
    const { withdrawalId, rawTx, txHash } = await prepareWithdrawal(ctx, { receiver: of.address, ...wanted })
    const signed = { withdrawalId, rawTx: await of.sign(rawTx) }
    return { txHash, withdrawalId, submit: (on = ctx) => submitWithdrawal(on, signed) }
  })
  .extend(
    "cells",
    ({ ctx }) =>
      (state: string) =>
        ctx.db.platformCell.count({ where: { state } }),
  )
  .extend(
    "entries",
    ({ ctx }) =>
      async () =>
        (await ctx.db.entry.findMany({ orderBy: { id: "asc" } })).map(({ status }) => status),
  )

describeOnEachStage("what receivers bind of the pool", stage, (it) => {
  it("is an eighth for one lock, its payments counted too, however many it asks for at once", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    owe,
    prepare,
    cells,
  }) => {
    await owe(receiver, "3")
    const mute = whenSending(ctx, forgets)
    const first = await prepare(receiver, "1")
    await first.submit(mute)
    const more = [await prepare(receiver, "0.5"), await prepare(receiver, "0.4")]
    const results = await Promise.allSettled(more.map((one) => one.submit(mute)))
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({ code: "PAYMENT_IN_PROGRESS", retryable: true })
    await chain.fund(receiver.address, ckb("100"))
    await platform.follow()
    const prepared = await preparePayment(ctx, {
      ...{ sender: receiver.address, receiver: sender.address, splits: [] },
      amount: ckb("2"),
    })
    const rawTx = await receiver.sign(prepared.rawTx)
    const submit = submitPayment(mute, { paymentId: prepared.paymentId, rawTx })
    await expect(submit).rejects.toMatchObject({ code: "PAYMENT_IN_PROGRESS" })
    expect(await cells("claimed")).toBe(2)
  })

  it("is lent again as soon as the receiver's own double spend is in a block; what is owed waits until that is final", async ({
    chain,
    platform,
    ctx,
    receiver,
    owe,
    prepare,
    cells,
    entries,
  }) => {
    await owe(receiver, "3")
    const withdrawal = await prepare(receiver)
    await withdrawal.submit(whenSending(ctx, forgets))
    expect([await cells("claimed"), await entries()]).toEqual([1, ["settling"]])
    await chain.commit(await receiver.spendAll(ckb("182.9999")))
    await platform.follow()
    expect([await cells("claimed"), await entries()]).toEqual([0, ["settling"]])
    await platform.mine(3)
    expect(await entries()).toEqual(["available"])
    expect(await ctx.db.settlement.findMany({ where: { kind: "withdrawal" } })).toMatchObject([{ status: "failed" }])
    expect(await settle(ctx)).toEqual({ settlements: [] })
  })

  it("leaves a quarter for payouts, from however many wallets; who is owed is paid all the same", async ({
    chain,
    platform,
    ctx,
    receiver,
    owe,
    prepare,
  }) => {
    await owe(receiver, "70")
    const mute = whenSending(ctx, forgets)
    const wallets = await Promise.all(Array.from({ length: 14 }, () => createWallet(chain)))
    await chain.fundMany(wallets.map(({ address }) => ({ address, shannons: ckb("100") })))
    await platform.follow()
    const outcomes = []
    for (const wallet of wallets)
      outcomes.push(
        await send(mute, wallet, receiver, ckb("1")).then(
          () => "sent",
          (error: { code: string }) => error.code,
        ),
      )
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(12)
    expect(new Set(outcomes)).toEqual(new Set(["sent", "NO_PLATFORM_CELL"]))
    await expect(prepare(receiver, "2")).rejects.toMatchObject({ code: "NO_PLATFORM_CELL" })
    expect((await settle(ctx)).settlements).toHaveLength(1)
  })

  it("is worth its network fee a hundred times, unless it is all that there is", async ({
    receiver,
    owe,
    prepare,
    entries,
  }) => {
    await owe(receiver, "0.0005")
    await expect(prepare(receiver, "0.0004")).rejects.toMatchObject({
      code: "INSUFFICIENT_BALANCE",
      message: expect.stringContaining("or all that there is"),
    })
    await (await prepare(receiver)).submit()
    expect(await entries()).toEqual(["settling"])
  })

  it("is not signed for while payouts are paused, although it was prepared before", async ({
    ctx,
    receiver,
    owe,
    prepare,
    entries,
  }) => {
    const why = { actor: "operator:admin", reason: "a key may be stolen" } as const
    await owe(receiver, "3")
    const withdrawal = await prepare(receiver)
    await pauseByOperator(ctx, { scope: "settlement", ...why })
    await expect(withdrawal.submit()).rejects.toMatchObject({ code: "PAUSED" })
    expect(await entries()).toEqual(["available"])
    const { id } = await ctx.db.pause.findFirstOrThrow()
    await resume(ctx, { id, ...why })
    expect(await withdrawal.submit()).toMatchObject({ status: "submitted" })
  })
})
