import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { closePaymentLink } from "@/lib/link/close"
import { createPaymentLink } from "@/lib/link/create"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { ckb, pay, send } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { DEPTH, roadsStage } from "./roads.fixture"

const COMMITTED = ["prepared (prepared)", "submitted (submitted)", "committed (committed)"]
const CONFIRMED = [...COMMITTED, "confirmed (confirmed)"]

const it = roadsStage()

const request = (sender: Wallet, receiver: Wallet, amount: string) => ({
  sender: sender.address,
  receiver: receiver.address,
  amount: ckb(amount),
  splits: [],
})

describe("a payment", () => {
  it("that is paid tells each state once", async ({ chain, platform, sender, receiver, everything, eventsOf }) => {
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("2"))
    expect(await eventsOf("payment", paymentId)).toEqual(COMMITTED)
    await platform.mine(DEPTH)
    expect(await eventsOf("payment", paymentId)).toEqual(CONFIRMED)
    await platform.mine(DEPTH)
    expect(await everything()).toHaveLength(4)
  })

  it("that nobody signs is cancelled or expires, and each says so", async ({ ctx, sender, receiver, eventsOf }) => {
    const [cancelled, expired] = [
      await preparePayment(ctx, request(sender, receiver, "2")),
      await preparePayment(ctx, request(sender, receiver, "3")),
    ]
    await cancelPayment(ctx, cancelled.paymentId)
    await cancelPayment(ctx, cancelled.paymentId)
    await ctx.db.payment.update({ where: { id: expired.paymentId }, data: { expiresAt: new Date(0) } })
    await expirePayments(ctx)
    await expirePayments(ctx)
    expect(await eventsOf("payment", cancelled.paymentId)).toEqual(["prepared (prepared)", "cancelled (cancelled)"])
    expect(await eventsOf("payment", expired.paymentId)).toEqual(["prepared (prepared)", "expired (expired)"])
  })

  it("whose sender spends their cell elsewhere fails when that is final", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    eventsOf,
    reorganise,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await reorganise(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.mine(DEPTH)
    expect(await eventsOf("payment", paymentId)).toEqual([...COMMITTED, "reorganised (submitted)", "failed (failed)"])
    expect(await ctx.db.payment.count({ where: { status: "failed" } })).toBe(1)
  })

  it("that a reorganisation takes back says so, from committed and from confirmed, and goes its way again", async ({
    chain,
    platform,
    sender,
    receiver,
    eventsOf,
    reorganise,
    confirmAgain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await reorganise(txHash)
    await confirmAgain(txHash)
    const again = [...COMMITTED, "reorganised (submitted)", "committed (committed)", "confirmed (confirmed)"]
    expect(await eventsOf("payment", paymentId)).toEqual(again)
    await reorganise(txHash)
    await confirmAgain(txHash)
    expect(await eventsOf("payment", paymentId)).toEqual([...again, ...again.slice(3)])
  })

  it("that is refused at submit has told nothing of it: what is rolled back takes its events back", async ({
    ctx,
    sender,
    receiver,
    eventsOf,
  }) => {
    const { paymentId, rawTx } = await preparePayment(ctx, request(sender, receiver, "2"))
    await ctx.db.$executeRaw`UPDATE platform_cell SET state = 'quarantined'`
    await expect(submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })).rejects.toThrow("Prepare again")
    expect(await eventsOf("payment", paymentId)).toEqual(["prepared (prepared)"])
  })
})

describe("a payout", () => {
  const payoutsOf = (ctx: Context, settlementId: bigint) =>
    ctx.db.payout.findMany({ where: { settlementId }, orderBy: { id: "asc" } })
  const PAID = ["signed (signed)", "committed (committed)", "confirmed (confirmed)"]

  it("tells each party of its own part, on the way there, back with the chain, and there again", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    everything,
    eventsOf,
    reorganise,
    confirmAgain,
  }) => {
    const friend = await createWallet(chain)
    const splits = [{ receiver: friend.address, bps: 5_000 }]
    const { paymentId, rawTx, txHash } = await preparePayment(ctx, { ...request(sender, receiver, "200"), splits })
    await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    const [id = 0n] = (await settle(ctx)).settlements
    const { txHash: hash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id } })
    const payouts = await payoutsOf(ctx, id)
    expect(payouts.map(({ receiver: to, amount }) => [to, amount])).toEqual([
      [receiver.address, ckb("99")],
      [friend.address, ckb("99")],
    ])
    await chain.commit(toHex(hash))
    await platform.mine(DEPTH)
    for (const payout of payouts) expect(await eventsOf("payout", payout.id)).toEqual(PAID)

    await reorganise(toHex(hash))
    await confirmAgain(toHex(hash))
    for (const payout of payouts)
      expect(await eventsOf("payout", payout.id)).toEqual([...PAID, "reorganised (signed)", ...PAID.slice(1)])
    const told = (await everything()).filter(({ object }) => object === "payout")
    expect(new Set(told.map(({ data }) => data?.tx_hash))).toEqual(new Set([toHex(hash)]))
  })

  it("fails with the payment whose cell it spends, and keeps what it was to pay", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    eventsOf,
    reorganise,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(DEPTH)
    await ctx.db.$executeRaw`UPDATE platform_cell SET state = 'quarantined' WHERE state = 'free' AND maker_id IS NULL`
    const [id = 0n] = (await settle(ctx)).settlements
    await reorganise(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.mine(DEPTH)
    const [payout] = await payoutsOf(ctx, id)
    expect(await eventsOf("payment", paymentId)).toEqual([...CONFIRMED, "reorganised (submitted)", "failed (failed)"])
    expect(await eventsOf("payout", payout?.id ?? 0n)).toEqual(["signed (signed)", "failed (failed)"])
    expect(await ctx.db.entry.count({ where: { settlementId: id } })).toBe(0)
    expect(payout?.amount).toBe(ckb("99"))
  })
})

describe("a withdrawal", () => {
  it("tells of itself, also once it is a settlement, and no payout does", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    eventsOf,
    reorganise,
    confirmAgain,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    await platform.mine(DEPTH)
    const { withdrawalId, rawTx, txHash } = await prepareWithdrawal(ctx, { receiver: receiver.address })
    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    expect(await eventsOf("withdrawal", withdrawalId)).toEqual(CONFIRMED)
    await reorganise(txHash)
    await confirmAgain(txHash)
    expect(await eventsOf("withdrawal", withdrawalId)).toEqual([
      ...CONFIRMED,
      "reorganised (submitted)",
      "committed (committed)",
      "confirmed (confirmed)",
    ])
    expect(await ctx.db.payout.count()).toBe(0)
  })

  it("that nobody signs expires; one whose receiver spends their cell fails", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    eventsOf,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    await platform.mine(DEPTH)
    const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver: receiver.address })
    const late = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("1") })
    await ctx.db.withdrawal.update({ where: { id: late.withdrawalId }, data: { expiresAt: new Date(0) } })
    await expireWithdrawals(ctx)
    expect(await eventsOf("withdrawal", late.withdrawalId)).toEqual(["prepared (prepared)", "expired (expired)"])

    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
    await chain.rpc("clear_tx_pool")
    await chain.commit(await receiver.spendAll(ckb("61.99")))
    await platform.mine(DEPTH)
    expect(await eventsOf("withdrawal", withdrawalId)).toEqual([...COMMITTED.slice(0, 2), "failed (failed)"])
  })
})

describe("a link", () => {
  const create = (ctx: Context, receiver: Wallet, oneTime: boolean) =>
    createPaymentLink(ctx, { receiver: receiver.address, amount: ckb("2"), title: "Ana's blog", oneTime })
  const payBy = async (ctx: Context, slug: string, from: Wallet) => {
    const { paymentId, rawTx, txHash } = await preparePaymentByLink(ctx, { slug, sender: from.address })
    await submitPayment(ctx, { paymentId, rawTx: await from.sign(rawTx) })
    return { paymentId, txHash }
  }

  it("is made, paid by each payment that is confirmed, and closed", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    walletWith,
    everything,
    eventsOf,
  }) => {
    const other = await walletWith("200")
    const link = await create(ctx, receiver, false)
    const payments = [await payBy(ctx, link.slug, sender), await payBy(ctx, link.slug, other)]
    for (const { txHash } of payments) await chain.commit(txHash)
    await platform.follow()
    expect(await eventsOf("link", link.id)).toEqual(["created (active)"])
    await platform.mine(DEPTH)
    await closePaymentLink(ctx, link.slug)
    await closePaymentLink(ctx, link.slug)
    expect(await eventsOf("link", link.id)).toEqual([
      "created (active)",
      "paid (active)",
      "paid (active)",
      "closed (closed)",
    ])
    const paid = (await everything()).filter(({ type }) => type === "link.paid")
    expect(paid.map(({ data }) => data)).toEqual(payments.map(({ paymentId }) => ({ payment_id: Number(paymentId) })))
  })

  it("for one payment is used when that is confirmed", async ({ chain, platform, ctx, sender, receiver, eventsOf }) => {
    const link = await create(ctx, receiver, true)
    const { txHash } = await payBy(ctx, link.slug, sender)
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    expect(await eventsOf("link", link.id)).toEqual(["created (active)", "paid (used)"])
  })
})

it("many payments at once tell each its own", async ({ chain, platform, ctx, receiver, walletWith, eventsOf }) => {
  const senders = [await walletWith("200"), await walletWith("200"), await walletWith("200"), await walletWith("200")]
  const sent = await Promise.all(senders.map((wallet) => send(ctx, wallet, receiver, ckb("2"))))
  for (const { txHash } of sent) await chain.commit(txHash)
  await platform.mine(DEPTH)
  for (const { paymentId } of sent) expect(await eventsOf("payment", paymentId)).toEqual(CONFIRMED)
})
