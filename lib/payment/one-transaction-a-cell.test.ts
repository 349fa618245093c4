import { describe, expect } from "vitest"
import { HoldLost, InputSpent, PaymentInProgress } from "@/lib/errors"
import { ckb, payment } from "@/test/support/payment"
import { createWallet } from "@/test/support/wallet"
import { type Signed, submitStage } from "./submit.fixture"

const it = submitStage()

describe("a cell is never in two transactions", () => {
  it("so of two payments on one platform cell the second has lost its hold", async ({
    chain,
    walletWith,
    newPlatform,
    signedPayment,
    submit,
  }) => {
    const small = await newPlatform({ cells: 1 })
    const [one, other] = [
      await signedPayment(await walletWith("100"), "2", small.ctx),
      await signedPayment(await walletWith("100"), "2", small.ctx),
    ]
    await submit(one.prepared, one.rawTx, small.ctx)
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await chain.commit(one.prepared.txHash)
    // Also when the chain knows more than the database.
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await small.follow()
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toMatchObject({ retryable: true })
  })

  it("so of two payments out of one cell of the sender the second is refused", async ({
    ctx,
    walletWith,
    signedPayment,
    submit,
  }) => {
    const sender = await walletWith("100")
    const [one, other] = [await signedPayment(sender), await signedPayment(sender, "3")]
    await submit(one.prepared, one.rawTx)
    await expect(submit(other.prepared, other.rawTx)).rejects.toThrow(InputSpent)
    expect(await payment(ctx, other.prepared.paymentId)).toMatchObject({ status: "prepared" })
    expect(await ctx.db.claim.count({ where: { paymentId: other.prepared.paymentId } })).toBe(0)
  })

  it("so nothing is signed when the sender has spent the cell elsewhere", async ({
    chain,
    walletWith,
    signedPayment,
    submit,
    expectUntouched,
  }) => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    await chain.commit(await sender.spendAll(ckb("99.9999")))
    await expect(submit(prepared, rawTx)).rejects.toThrow(InputSpent)
    await expectUntouched(prepared)
  })

  it("whoever asks first, of many at the same instant", async ({ walletWith, newPlatform, signedPayment, submit }) => {
    const small = await newPlatform({ cells: 1 })
    const signed: Signed[] = []
    for (let i = 0; i < 4; i++) signed.push(await signedPayment(await walletWith("100"), "2", small.ctx))
    const results = await Promise.allSettled(signed.map((each) => submit(each.prepared, each.rawTx, small.ctx)))
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(HoldLost)
    expect(await small.ctx.db.chainTransaction.count()).toBe(1)
  })
})

describe("a sender with a payment on its way", () => {
  it("is told so, but not which one, when nothing else of theirs can pay, and can pay again after its block", async ({
    chain,
    platform,
    walletWith,
    signedPayment,
    submit,
    prepare,
  }) => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    await submit(prepared, rawTx)
    const again = prepare(sender)
    await expect(again).rejects.toThrow(PaymentInProgress)
    await expect(again).rejects.toMatchObject({
      // Anybody may have named this address.
      details: {},
      message: expect.stringMatching(/^An earlier transaction of this wallet/),
      retryable: true,
      retryAfter: 10,
    })
    await chain.commit(prepared.txHash)
    await platform.follow()
    await expect(prepare(sender)).resolves.toBeDefined()
  })

  it("pays from another cell, when they have one", async ({ walletWith, signedPayment, submit }) => {
    const sender = await walletWith("100", "90")
    const one = await signedPayment(sender)
    await submit(one.prepared, one.rawTx)
    const other = await signedPayment(sender)
    await expect(submit(other.prepared, other.rawTx)).resolves.toMatchObject({ status: "submitted" })
  })

  it("binds at most an eighth of the pool, however much they ask for at once", async ({
    chain,
    platform,
    ctx,
    walletWith,
    signedPayment,
    submit,
  }) => {
    const sender = await createWallet(chain)
    const signed: Signed[] = []
    for (const cell of ["80", "90", "100"]) {
      // A prepare takes the largest cell, so each of these has one of its own.
      await chain.fund(sender.address, ckb(cell))
      signed.push(await signedPayment(sender))
    }
    await platform.follow()
    const results = await Promise.allSettled(signed.map((each) => submit(each.prepared, each.rawTx)))
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"])
    const refused = results.find((result) => result.status === "rejected")
    expect(refused?.reason).toBeInstanceOf(PaymentInProgress)
    expect(refused?.reason.message).toContain("may use of the platform at once")

    const other = await signedPayment(await walletWith("100"))
    await expect(submit(other.prepared, other.rawTx)).resolves.toMatchObject({ status: "submitted" })
    for (const { prepared } of [...signed, other]) {
      if ((await payment(ctx, prepared.paymentId)).status === "submitted") await chain.commit(prepared.txHash)
    }
    await platform.follow()
    const last = signed[results.findIndex((result) => result.status === "rejected")]
    expect(last && (await submit(last.prepared, last.rawTx))).toMatchObject({ status: "submitted" })
  })
})
