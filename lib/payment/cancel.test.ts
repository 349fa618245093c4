import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Context } from "@/lib/context"
import { NotFound, StateMismatch } from "@/lib/errors"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { cancelPayment } from "./cancel"
import { type PreparedPayment, preparePayment } from "./prepare"
import { submitPayment } from "./submit"

let chain: TestChain
let platform: TestPlatform
let ctx: Context
let receiver: Wallet

beforeAll(async () => {
  chain = await startDevnet()
  platform = await startPlatform(chain, { cells: 2 })
  ctx = platform.ctx
  receiver = await createWallet(chain)
})
afterAll(async () => {
  await platform.stop()
  await chain.stop()
})

async function funded(): Promise<Wallet> {
  const wallet = await createWallet(chain)
  await chain.fund(wallet.address, ckb("100"))
  return wallet
}

const prepare = (sender: Wallet): Promise<PreparedPayment> =>
  preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] })

const cellOf = async ({ paymentId }: PreparedPayment) =>
  (await ctx.db.payment.findUniqueOrThrow({ where: { id: paymentId } })).platformCellId

describe("a cancelled payment", () => {
  it("owes nobody anything, and cancelling it again changes nothing", async () => {
    const prepared = await prepare(await funded())
    await cancelPayment(ctx, prepared.paymentId)
    const cancelled = { payment: "cancelled", entries: ["void", "void"] }
    expect(await statusOf(ctx, prepared.paymentId)).toEqual(cancelled)
    await cancelPayment(ctx, prepared.paymentId)
    expect(await statusOf(ctx, prepared.paymentId)).toEqual(cancelled)
  })

  it("gives its cell back: the next sender gets it before the one that is held", async () => {
    const [one, other] = [await prepare(await funded()), await prepare(await funded())]
    expect(await cellOf(one)).not.toBe(await cellOf(other))
    await cancelPayment(ctx, other.paymentId)
    expect(await cellOf(await prepare(await funded()))).toBe(await cellOf(other))
  })

  it("leaves other payments of its sender alone", async () => {
    const sender = await funded()
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
  it("once the payment is signed: only the chain decides then", async () => {
    const { paymentId, txHash } = await send(ctx, await funded(), receiver, ckb("2"))
    await expect(cancelPayment(ctx, paymentId)).rejects.toThrow(StateMismatch)
    await expect(cancelPayment(ctx, paymentId)).rejects.toMatchObject({ details: { payment_status: "submitted" } })
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    await chain.commit(txHash)
    await platform.follow()
  })

  it("once the chain has it", async () => {
    const { paymentId } = await pay(platform, chain, await funded(), receiver, ckb("2"))
    await expect(cancelPayment(ctx, paymentId)).rejects.toThrow(StateMismatch)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "available"] })
  })

  it("for a payment that nobody knows", async () => {
    await expect(cancelPayment(ctx, 999_999n)).rejects.toThrow(NotFound)
  })
})

it("of a cancel and a submit at the same instant exactly one wins", async () => {
  for (let round = 0; round < 5; round++) {
    const sender = await funded()
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
