import { ccc } from "@ckb-ccc/core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
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
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, pay, send, sendAgain } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { readEvents } from "./read"
import type { EventObject } from "./types"

/** Confirmed is three blocks: each state is there to be seen. */
const DEPTH = 3

let chain: TestChain
let platform: TestPlatform
let sender: Wallet
let receiver: Wallet

beforeAll(async () => {
  chain = await startDevnet()
})
afterAll(() => chain.stop())
beforeEach(async () => {
  platform = await startPlatform(chain, { env: { CONFIRMATIONS: `${DEPTH}` } })
  ;[sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fundMany([
    { address: sender.address, shannons: ckb("500") },
    { address: receiver.address, shannons: ckb("62") },
  ])
  await platform.follow()
})
afterEach(() => platform.stop())

const everything = () => readEvents(platform.ctx, { after: 0n, limit: 1_000 })

/** What was written of one object, in the order of reading; its sequence counts without holes. */
async function eventsOf(object: EventObject, id: bigint): Promise<string[]> {
  const events = (await everything()).filter((event) => event.object === object && event.objectId === id)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
  return events.map(({ type, status }) => `${type} (${status})`)
}

const paymentEvents = async (id: bigint) =>
  (await eventsOf("payment", id)).map((event) => event.replace("payment.", ""))
const COMMITTED = ["prepared (prepared)", "submitted (submitted)", "committed (committed)"]
const CONFIRMED = [...COMMITTED, "confirmed (confirmed)"]

const request = (amount: string) => ({
  sender: sender.address,
  receiver: receiver.address,
  amount: ckb(amount),
  splits: [],
})

/** Takes the block of a transaction, and all after it, off the chain, for a longer branch. */
async function reorganise(txHash: string): Promise<void> {
  const { blockNumber } = await platform.ctx.db.chainTransaction.findUniqueOrThrow({
    where: { txHash: Uint8Array.from(ccc.bytesFrom(txHash)) },
  })
  const before = (blockNumber ?? 0n) - 1n
  const depth = BigInt(await chain.rpc<string>("get_tip_block_number")) - before
  await chain.truncate(await chain.rpc<string>("get_block_hash", ccc.numToHex(before)))
  await platform.mine(Number(depth) + 1)
}

/** Sends it again until a block has it, and buries that block. */
async function confirmAgain(txHash: string): Promise<void> {
  await sendAgain(platform.ctx)
  await chain.commit(txHash)
  await platform.mine(DEPTH)
}

describe("a payment", () => {
  it("that is paid tells each state once", async () => {
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("2"))
    expect(await paymentEvents(paymentId)).toEqual(COMMITTED)
    await platform.mine(DEPTH)
    expect(await paymentEvents(paymentId)).toEqual(CONFIRMED)
    await platform.mine(DEPTH)
    expect(await everything()).toHaveLength(4)
  })

  it("that nobody signs is cancelled or expires, and each says so", async () => {
    const { ctx } = platform
    const [cancelled, expired] = [await preparePayment(ctx, request("2")), await preparePayment(ctx, request("3"))]
    await cancelPayment(ctx, cancelled.paymentId)
    await cancelPayment(ctx, cancelled.paymentId)
    await ctx.db.payment.update({ where: { id: expired.paymentId }, data: { expiresAt: new Date(0) } })
    await expirePayments(ctx)
    await expirePayments(ctx)
    expect(await paymentEvents(cancelled.paymentId)).toEqual(["prepared (prepared)", "cancelled (cancelled)"])
    expect(await paymentEvents(expired.paymentId)).toEqual(["prepared (prepared)", "expired (expired)"])
  })

  it("whose sender spends their cell elsewhere fails when that is final", async () => {
    const { ctx } = platform
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await reorganise(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.mine(DEPTH)
    expect(await paymentEvents(paymentId)).toEqual([...COMMITTED, "reorganised (submitted)", "failed (failed)"])
    expect(await ctx.db.payment.count({ where: { status: "failed" } })).toBe(1)
  })

  it("that a reorganisation takes back says so, from committed and from confirmed, and then goes its way again", async () => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("2"))
    await reorganise(txHash)
    await confirmAgain(txHash)
    const again = [...COMMITTED, "reorganised (submitted)", "committed (committed)", "confirmed (confirmed)"]
    expect(await paymentEvents(paymentId)).toEqual(again)
    await reorganise(txHash)
    await confirmAgain(txHash)
    expect(await paymentEvents(paymentId)).toEqual([...again, ...again.slice(3)])
  })

  it("that is refused at submit has told nothing of it: what is rolled back takes its events back", async () => {
    const { ctx } = platform
    const { paymentId, rawTx } = await preparePayment(ctx, request("2"))
    await ctx.db.$executeRaw`UPDATE "platform_cell" SET "state" = 'quarantined'`
    await expect(submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })).rejects.toThrow("Prepare again")
    expect(await paymentEvents(paymentId)).toEqual(["prepared (prepared)"])
  })
})

describe("a payout", () => {
  const payoutsOf = async (settlementId: bigint) =>
    platform.ctx.db.payout.findMany({ where: { settlementId }, orderBy: { id: "asc" } })
  const payoutEvents = async (id: bigint) => (await eventsOf("payout", id)).map((event) => event.replace("payout.", ""))
  const PAID = ["signed (signed)", "committed (committed)", "confirmed (confirmed)"]

  it("tells each party of its own part, on the way there, back with the chain, and there again", async () => {
    const { ctx } = platform
    const friend = await createWallet(chain)
    const splits = [{ receiver: friend.address, bps: 5_000 }]
    const { paymentId, rawTx, txHash } = await preparePayment(ctx, { ...request("200"), splits })
    await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    const [id = 0n] = (await settle(ctx)).settlements
    const { txHash: hash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id } })
    const payouts = await payoutsOf(id)
    expect(payouts.map(({ receiver: to, amount }) => [to, amount])).toEqual([
      [receiver.address, ckb("99")],
      [friend.address, ckb("99")],
    ])
    await chain.commit(toHex(hash))
    await platform.mine(DEPTH)
    for (const payout of payouts) expect(await payoutEvents(payout.id)).toEqual(PAID)

    await reorganise(toHex(hash))
    await confirmAgain(toHex(hash))
    for (const payout of payouts)
      expect(await payoutEvents(payout.id)).toEqual([...PAID, "reorganised (signed)", ...PAID.slice(1)])
    const told = (await everything()).filter(({ object }) => object === "payout")
    expect(new Set(told.map(({ data }) => data?.tx_hash))).toEqual(new Set([toHex(hash)]))
  })

  it("fails with the payment whose cell it spends, and keeps what it was to pay", async () => {
    const { ctx } = platform
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(DEPTH)
    await ctx.db
      .$executeRaw`UPDATE "platform_cell" SET "state" = 'quarantined' WHERE "state" = 'free' AND "maker_id" IS NULL`
    const [id = 0n] = (await settle(ctx)).settlements
    await reorganise(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.mine(DEPTH)
    const [payout] = await payoutsOf(id)
    expect(await paymentEvents(paymentId)).toEqual([...CONFIRMED, "reorganised (submitted)", "failed (failed)"])
    expect(await payoutEvents(payout?.id ?? 0n)).toEqual(["signed (signed)", "failed (failed)"])
    expect(await ctx.db.account.count({ where: { settlementId: id } })).toBe(0)
    expect(payout?.amount).toBe(ckb("99"))
  })
})

describe("a withdrawal", () => {
  const withdrawalEvents = async (id: bigint) =>
    (await eventsOf("withdrawal", id)).map((event) => event.replace("withdrawal.", ""))
  const prepare = async () => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    await platform.mine(DEPTH)
    return prepareWithdrawal(platform.ctx, { receiver: receiver.address })
  }

  it("tells of itself, also once it is a settlement, and no payout does", async () => {
    const { ctx } = platform
    const { withdrawalId, rawTx, txHash } = await prepare()
    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    expect(await withdrawalEvents(withdrawalId)).toEqual(CONFIRMED)
    await reorganise(txHash)
    await confirmAgain(txHash)
    expect(await withdrawalEvents(withdrawalId)).toEqual([
      ...CONFIRMED,
      "reorganised (submitted)",
      "committed (committed)",
      "confirmed (confirmed)",
    ])
    expect(await ctx.db.payout.count()).toBe(0)
  })

  it("that nobody signs expires; one whose receiver spends their cell fails", async () => {
    const { ctx } = platform
    const { withdrawalId, rawTx } = await prepare()
    const late = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("1") })
    await ctx.db.withdrawal.update({ where: { id: late.withdrawalId }, data: { expiresAt: new Date(0) } })
    await expireWithdrawals(ctx)
    expect(await withdrawalEvents(late.withdrawalId)).toEqual(["prepared (prepared)", "expired (expired)"])

    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
    await chain.rpc("clear_tx_pool")
    await chain.commit(await receiver.spendAll(ckb("61.99")))
    await platform.mine(DEPTH)
    expect(await withdrawalEvents(withdrawalId)).toEqual([...COMMITTED.slice(0, 2), "failed (failed)"])
  })
})

describe("a link", () => {
  const create = (oneTime: boolean) =>
    createPaymentLink(platform.ctx, { receiver: receiver.address, amount: ckb("2"), title: "Ana's blog", oneTime })
  const payBy = async (slug: string, from = sender) => {
    const { paymentId, rawTx, txHash } = await preparePaymentByLink(platform.ctx, { slug, sender: from.address })
    await submitPayment(platform.ctx, { paymentId, rawTx: await from.sign(rawTx) })
    return { paymentId, txHash }
  }

  it("is made, paid by each payment that is confirmed, and closed", async () => {
    const { ctx } = platform
    const other = await createWallet(chain)
    await chain.fund(other.address, ckb("200"))
    const link = await create(false)
    const payments = [await payBy(link.slug), await payBy(link.slug, other)]
    for (const { txHash } of payments) await chain.commit(txHash)
    await platform.follow()
    expect(await eventsOf("link", link.id)).toEqual(["link.created (active)"])
    await platform.mine(DEPTH)
    await closePaymentLink(ctx, link.slug)
    await closePaymentLink(ctx, link.slug)
    expect(await eventsOf("link", link.id)).toEqual([
      "link.created (active)",
      "link.paid (active)",
      "link.paid (active)",
      "link.closed (closed)",
    ])
    const paid = (await everything()).filter(({ type }) => type === "link.paid")
    expect(paid.map(({ data }) => data)).toEqual(payments.map(({ paymentId }) => ({ payment_id: Number(paymentId) })))
  })

  it("for one payment is used when that is confirmed", async () => {
    const link = await create(true)
    const { txHash } = await payBy(link.slug)
    await chain.commit(txHash)
    await platform.mine(DEPTH)
    expect(await eventsOf("link", link.id)).toEqual(["link.created (active)", "link.paid (used)"])
  })
})

it("many payments at once tell each its own", async () => {
  const { ctx } = platform
  const senders = await Promise.all(Array.from({ length: 4 }, () => createWallet(chain)))
  await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("200") })))
  await platform.follow()
  const sent = await Promise.all(senders.map((wallet) => send(ctx, wallet, receiver, ckb("2"))))
  for (const { txHash } of sent) await chain.commit(txHash)
  await platform.mine(DEPTH)
  for (const { paymentId } of sent) expect(await paymentEvents(paymentId)).toEqual(CONFIRMED)
})
