import { describe, expect } from "vitest"
import { NotFound, StateMismatch } from "@/lib/errors"
import { holdCell } from "@/lib/pool/hold"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { cancelPayment } from "./cancel"
import { type PreparedPayment, preparePayment } from "./prepare"
import { submitPayment } from "./submit"

const it = sharedStage({ cells: 2 })
  .extend(
    "prepare",
    ({ ctx, receiver }) =>
      (sender: Wallet): Promise<PreparedPayment> =>
        preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }),
  )
  .extend(
    "cellOf",
    ({ ctx }) =>
      async ({ paymentId }: PreparedPayment) =>
        (await ctx.db.payment.findUniqueOrThrow({ where: { id: paymentId } })).platformCellId,
  )

describe("a cancelled payment", () => {
  it("owes nobody anything, and cancelling it again changes nothing", async ({ ctx, walletWith, prepare }) => {
    const prepared = await prepare(await walletWith("100"))
    await cancelPayment(ctx, prepared.paymentId)
    const cancelled = { payment: "cancelled", entries: ["void", "void"] }
    expect(await statusOf(ctx, prepared.paymentId)).toEqual(cancelled)
    await cancelPayment(ctx, prepared.paymentId)
    expect(await statusOf(ctx, prepared.paymentId)).toEqual(cancelled)
  })

  it("gives its cell back: the next sender gets it before the one that is held", async ({
    ctx,
    walletWith,
    prepare,
    cellOf,
  }) => {
    const [one, other] = [await prepare(await walletWith("100")), await prepare(await walletWith("100"))]
    expect(await cellOf(one)).not.toBe(await cellOf(other))
    await cancelPayment(ctx, other.paymentId)
    expect((await holdCell(ctx.db, ctx.config.minWithdrawal))?.cell.id).toBe(await cellOf(other))
  })

  it("leaves other payments of its sender alone", async ({ chain, platform, ctx, walletWith, prepare }) => {
    const sender = await walletWith("100")
    const [one, other] = [await prepare(sender), await prepare(sender)]
    await cancelPayment(ctx, one.paymentId)
    expect(await statusOf(ctx, other.paymentId)).toEqual({ payment: "prepared", entries: ["pending", "pending"] })
    const rawTx = await sender.sign(other.rawTx)
    await expect(submitPayment(ctx, { paymentId: other.paymentId, rawTx })).resolves.toMatchObject({
      status: "submitted",
    })
    await chain.commit(other.txHash)
    await platform.follow()
  })
})

describe("cancelling is refused", () => {
  it("once the payment is signed: only the chain decides then", async ({
    chain,
    platform,
    ctx,
    walletWith,
    receiver,
  }) => {
    const { paymentId, txHash } = await send(ctx, await walletWith("100"), receiver, ckb("2"))
    await expect(cancelPayment(ctx, paymentId)).rejects.toThrow(StateMismatch)
    await expect(cancelPayment(ctx, paymentId)).rejects.toMatchObject({ details: { payment_status: "submitted" } })
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    await chain.commit(txHash)
    await platform.follow()
  })

  it("once the chain has it", async ({ chain, platform, ctx, walletWith, receiver }) => {
    const { paymentId } = await pay(platform, chain, await walletWith("100"), receiver, ckb("2"))
    await expect(cancelPayment(ctx, paymentId)).rejects.toThrow(StateMismatch)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "available"] })
  })

  it("for a payment that nobody knows", async ({ ctx }) => {
    await expect(cancelPayment(ctx, 999_999n)).rejects.toThrow(NotFound)
  })
})

it("of a cancel and a submit at the same instant exactly one wins", async ({
  chain,
  platform,
  ctx,
  walletWith,
  prepare,
}) => {
  for (let round = 0; round < 5; round++) {
    const sender = await walletWith("100")
    const { paymentId, rawTx, txHash } = await prepare(sender)
    const signed = await sender.sign(rawTx)
    const [submitted, cancelled] = await Promise.allSettled([
      submitPayment(ctx, { paymentId, rawTx: signed }),
      cancelPayment(ctx, paymentId),
    ])
    expect([submitted.status, cancelled.status].sort()).toEqual(["fulfilled", "rejected"])
    const claims = await ctx.db.claim.count({ where: { paymentId } })
    const won = submitted.status === "fulfilled"
    expect([(await statusOf(ctx, paymentId)).payment, claims]).toEqual(won ? ["submitted", 2] : ["cancelled", 0])
    if (won) await chain.commit(txHash)
    await platform.follow()
  }
})
