import { describe, expect } from "vitest"
import { ckb } from "@/test/support/payment"
import { preparePayment } from "./prepare"
import { submitPayment } from "./submit"
import { submitStage } from "./submit.fixture"

const it = submitStage()

describe("a payment whose sender has spent its cells meanwhile", () => {
  it.for(["on its way", "in a block"])(
    "by the same one, %s, is told which one that is",
    async (where, { ctx, chain, platform, walletWith, signedPayment, submit }) => {
      const sender = await walletWith("100")
      const late = await signedPayment(sender)
      const first = await signedPayment(sender)
      await submit(first.prepared, first.rawTx)
      if (where === "in a block") {
        await chain.commit(first.prepared.txHash)
        await platform.follow()
      }
      await expect(submit(late.prepared, late.rawTx)).rejects.toMatchObject({
        code: "INPUT_SPENT",
        message: expect.stringContaining("You have paid this already"),
        details: { payment_id: Number(first.prepared.paymentId), is_same_payment: true },
      })
      const { paymentId } = late.prepared
      expect(await ctx.db.chainTransaction.count({ where: { paymentId } })).toBe(0)
    },
  )

  it.for([{ amount: ckb("3") }, { info: "order 89" }])(
    "by another one is told so, and to prepare again",
    async (change, { ctx, walletWith, receiver, signedPayment, submit }) => {
      const sender = await walletWith("100")
      const terms = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
      const late = await signedPayment(sender)
      const other = await preparePayment(ctx, { ...terms, ...change })
      await submitPayment(ctx, { paymentId: other.paymentId, rawTx: await sender.sign(other.rawTx) })
      await expect(submit(late.prepared, late.rawTx)).rejects.toMatchObject({
        code: "INPUT_SPENT",
        message: expect.stringContaining("Prepare again"),
        details: { payment_id: Number(other.paymentId), is_same_payment: false },
      })
    },
  )

  it("by nothing of ours names no payment", async ({ chain, platform, walletWith, signedPayment, submit }) => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    await chain.commit(await sender.spendAll(ckb("99.999")))
    await platform.follow()
    await expect(submit(prepared, rawTx)).rejects.toMatchObject({ code: "INPUT_SPENT", details: {} })
  })

  it("is not told to who has not shown the sender's signature", async ({ walletWith, signedPayment, submit }) => {
    const sender = await walletWith("100")
    const late = await signedPayment(sender)
    const first = await signedPayment(sender)
    await submit(first.prepared, first.rawTx)
    await expect(submit(late.prepared, late.prepared.rawTx)).rejects.toMatchObject({
      code: "INVALID_SIGNATURE",
      details: {},
    })
  })
})
