import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { AlreadyPaidOut, StateMismatch, ValidationError } from "@/lib/errors"
import { type Shannons, shannons } from "@/lib/money"
import { preparePayment } from "@/lib/payment/prepare"
import { getPayment } from "@/lib/payment/query"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { asOperator } from "@/test/support/actors"
import type { TestChain } from "@/test/support/chain"
import type { TestPlatform } from "@/test/support/context"
import { ckb, sendAgain } from "@/test/support/payment"
import { replaceBlockOf } from "@/test/support/reorganise"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { getRefund, refundsOfPayment } from "./query"
import { refundPayment } from "./refund"

/** A payment of which a receiver has 70, a splitter 29 and the platform 1 CKB of a hundred. */
async function payOnce({ chain, platform, sender, receiver }: Stand, amount: Shannons = ckb("100")) {
  const splitter = await createWallet(chain)
  const prepared = await preparePayment(platform.ctx, {
    ...{ sender: sender.address, receiver: receiver.address, amount },
    splits: [{ receiver: splitter.address, amount: shannons((amount * 29n) / 100n) }],
  })
  await submitPayment(platform.ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
  await chain.commit(prepared.txHash)
  await platform.follow()
  return { ...prepared, splitter }
}

interface Stand {
  chain: TestChain
  platform: TestPlatform
  sender: Wallet
  receiver: Wallet
}

async function owedTo({ db }: Context, wallet: Wallet): Promise<bigint> {
  const rows = await db.entry.findMany({
    where: { receiver: wallet.address, kind: { not: "fee" }, status: "available" },
  })
  return rows.reduce((sum, { amount }) => sum + amount, 0n)
}

const stage = freshStage({ senderHas: ["1000"], reserve: ckb("10000") }).extend(
  "payForTwo",
  ({ chain, platform, sender, receiver }) =>
    () =>
      payOnce({ chain, platform, sender, receiver }),
)

describeOnEachStage("a refund", stage, (it) => {
  it("owes the sender what each party gives of its share, and the books agree to the shannon", async ({
    ctx,
    sender,
    receiver,
    payForTwo,
  }) => {
    const { paymentId, splitter } = await payForTwo()
    const part = await refundPayment(ctx, { paymentId, amount: ckb("9.9"), reason: "One cup was broken" })
    expect(part).toMatchObject({ paymentId, amount: ckb("9.9"), status: "owed", reason: "One cup was broken" })
    expect(await owedTo(ctx, receiver)).toBe(ckb("63"))
    expect(await owedTo(ctx, splitter)).toBe(ckb("26.1"))
    expect(await owedTo(ctx, sender)).toBe(ckb("9.9"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { difference: 0n } })

    await refundPayment(ctx, { paymentId })
    expect([await owedTo(ctx, receiver), await owedTo(ctx, splitter)]).toEqual([0n, 0n])
    expect(await owedTo(ctx, sender)).toBe(ckb("99"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { difference: 0n } })
    const payment = await getPayment(ctx, paymentId)
    expect(payment.refunded).toBe(ckb("99"))
    // What was signed for stays as it was.
    expect(payment.entries.map(({ kind, amount, status }) => [kind, amount, status])).toEqual([
      ["fee", ckb("1"), "available"],
      ["receiver", ckb("70"), "reversed"],
      ["split", ckb("29"), "reversed"],
    ])
    await expect(refundPayment(ctx, { paymentId })).rejects.toThrow(StateMismatch)
  })

  it("is paid out to the sender like anything that is owed, and says so", async ({
    chain,
    platform,
    ctx,
    sender,
    payForTwo,
  }) => {
    const { paymentId } = await payForTwo()
    const { id } = await refundPayment(ctx, { paymentId, amount: ckb("66") })
    const before = await sender.balance()
    const { settlements } = await settle(ctx)
    const { txHash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlements[0] as bigint } })
    await chain.commit(`0x${Buffer.from(txHash).toString("hex")}`)
    await platform.follow()
    expect(await sender.balance()).toBe(before + ckb("66"))
    expect(await getRefund(ctx, id)).toMatchObject({ status: "paid" })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
    const events = await ctx.db.event.findMany({ where: { object: "refund" }, orderBy: { id: "asc" } })
    expect(events.map(({ type, sequence, status }) => [type, sequence, status])).toEqual([
      ["refund.created", 1, "owed"],
      ["refund.paid", 2, "paid"],
    ])
  })

  it("takes nothing that is in a payout, and nothing of a splitter for a receiver who was paid", async ({
    ctx,
    sender,
    payForTwo,
  }) => {
    const { paymentId } = await payForTwo()
    const { settlements } = await settle(ctx)
    expect(settlements).toHaveLength(1)
    const refused = await refundPayment(ctx, { paymentId }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(AlreadyPaidOut)
    expect((refused as AlreadyPaidOut).details).toEqual({
      left: "0",
      pay_back: `/pay?to=${sender.address}&amount=99&note=Refund+of+payment+${paymentId}`,
    })
    expect(await owedTo(ctx, sender)).toBe(0n)
    expect(await refundsOfPayment(ctx, paymentId)).toEqual([])
  })

  it("goes with its payment when the chain takes that back, and comes back with it", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    payForTwo,
  }) => {
    const { paymentId, txHash } = await payForTwo()
    const { id } = await refundPayment(ctx, { paymentId, amount: ckb("50") })
    await replaceBlockOf(chain, ctx, txHash)
    await platform.follow()
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { entries: 0n, ledger: 0n } })
    expect(await owedTo(ctx, sender)).toBe(0n)
    await expect(refundPayment(ctx, { paymentId })).rejects.toThrow(StateMismatch)

    await sendAgain(ctx)
    await chain.commit(txHash)
    await platform.follow()
    expect(await owedTo(ctx, sender)).toBe(ckb("50"))
    expect(await owedTo(ctx, receiver)).toBe(ckb("70") - (ckb("50") * 70n + 98n) / 99n)
    expect(await getRefund(ctx, id)).toMatchObject({ status: "owed" })
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { difference: 0n } })
  })

  it("is made once of what is there, however many ask at once, payouts among them", async ({
    ctx,
    sender,
    receiver,
    payForTwo,
  }) => {
    const { paymentId, splitter } = await payForTwo()
    const tries = await Promise.allSettled([
      ...Array.from({ length: 6 }, () => refundPayment(ctx, { paymentId, amount: ckb("30") })),
      settle(ctx),
    ])
    const made = await refundsOfPayment(ctx, paymentId)
    const refunds = tries.slice(0, 6).filter(({ status }) => status === "fulfilled")
    expect(made).toHaveLength(refunds.length)
    expect(made.length).toBeLessThanOrEqual(3)
    const settling = await ctx.db.entry.findMany({ where: { status: "settling" } })
    const paidOut = settling.reduce((sum, { amount }) => sum + amount, 0n)
    const owed = await Promise.all([sender, receiver, splitter].map((wallet) => owedTo(ctx, wallet)))
    expect(owed.reduce((sum, amount) => sum + amount, paidOut)).toBe(ckb("99"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { difference: 0n } })
  })

  it("gives the platform's fee back where the operator has set so", async ({
    chain,
    newPlatform,
    sender,
    receiver,
  }) => {
    const platform = await newPlatform({ env: { REFUND_PLATFORM_FEE: "true" } })
    const { ctx } = platform
    const { paymentId } = await payOnce({ chain, platform, sender, receiver }, ckb("10"))
    expect(await refundPayment(ctx, { paymentId })).toMatchObject({ amount: ckb("10") })
    expect(await owedTo(ctx, sender)).toBe(ckb("10"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { difference: 0n } })
  })

  it("is refused for more than there is, before the payment is final, while payouts stand still, and without a reason", async ({
    ctx,
    payForTwo,
  }) => {
    const { paymentId } = await payForTwo()
    await expect(refundPayment(ctx, { paymentId, amount: shannons(ckb("99") + 1n) })).rejects.toThrow(ValidationError)
    const operator = asOperator(ctx)
    await expect(refundPayment(operator, { paymentId })).rejects.toThrow(/reason/)
    await ctx.db.pause.create({ data: { scope: "settlement", reason: "test", detail: "test" } })
    await expect(refundPayment(ctx, { paymentId })).rejects.toMatchObject({ code: "PAUSED" })
    await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
    await refundPayment(operator, { paymentId, amount: ckb("1"), reason: "agreed by mail" })
    expect(await ctx.db.auditLog.findFirstOrThrow({ where: { action: "refund" } })).toMatchObject({
      actor: "operator:admin",
      subject: `payment ${paymentId}`,
      reason: "1 CKB: agreed by mail",
    })
    await expect(refundPayment(ctx, { paymentId: 999_999n })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
