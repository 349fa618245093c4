import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { createChain } from "@/lib/chain/chain"
import { connectDatabase } from "@/lib/db"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import type { TestContext } from "@/test/support/actors"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { CONFLICT } from "@/test/support/conflict"
import { openConnections, startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, makeDue, send } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const TIMES = 10

describeOnEachChain("at once", (kind) => {
  let chain: TestChain
  let platform: TestPlatform
  /** Another instance: connections and chain of its own, on the same database and key. */
  let other: TestContext
  let senders: Wallet[]
  let receiver: Wallet

  beforeAll(async () => {
    chain = await kind.start()
  })
  afterAll(() => chain.stop())
  beforeEach(async () => {
    platform = await startPlatform(chain, { cells: 8, env: { CONFIRMATIONS: "2" } })
    const { config } = platform.ctx
    const own = { db: connectDatabase(config.databaseUrl.reveal(), 10), chain: await createChain(config) }
    other = { ...platform.ctx, ...own }
    receiver = await createWallet(chain)
    senders = await Promise.all(Array.from({ length: 5 }, () => createWallet(chain)))
    await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("500") })))
    await platform.follow()
    await Promise.all([platform.ctx, other].map((ctx) => openConnections(ctx, 10)))
  })
  afterEach(async () => {
    await other.db.$disconnect()
    await platform.stop()
  })

  const firstSender = () => senders[0] as Wallet

  it("the same transfer ten times, on two instances: one signature, one answer", async () => {
    const { ctx } = platform
    const sender = firstSender()
    const prepared = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb("100"),
      splits: [],
    })
    const transfer = { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) }
    tally.runs = TIMES
    const replies = await Promise.all(
      Array.from({ length: TIMES }, (_, i) => submitPayment(i % 2 === 0 ? ctx : other, transfer)),
    )
    for (const reply of replies)
      expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    expect(await ctx.db.chainTransaction.count()).toBe(1)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
  })

  it("ten prepares of one sender with one cell, all signed: one is paid, the others are told so", async () => {
    const { ctx } = platform
    const sender = firstSender()
    tally.runs = TIMES
    const prepared = await Promise.all(
      Array.from({ length: TIMES }, (_, i) =>
        preparePayment(i % 2 === 0 ? ctx : other, {
          sender: sender.address,
          receiver: receiver.address,
          amount: ckb("100"),
          splits: [],
        }),
      ),
    )
    expect(new Set(prepared.map(({ txHash }) => txHash)).size).toBe(TIMES)
    const outcomes = await Promise.allSettled(
      prepared.map(async ({ paymentId, rawTx }) => submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })),
    )
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(CONFLICT)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
  })

  it("two instances follow the chain and send again: each block is taken in once", async () => {
    const { ctx } = platform
    // One after the other: prepares at the same instant may be lent the same cell, and that is not what is tried here.
    for (const [i, sender] of senders.entries()) await send(i % 2 === 0 ? ctx : other, sender, receiver, ckb("20"))
    for (let block = 0; block < 8; block++) {
      await makeDue(ctx)
      await Promise.all([ctx, other].flatMap((instance) => [resendTransactions(instance), followChain(instance)]))
      await chain.mine()
    }
    expect(await ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(senders.length)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
  })

  it("two settlement workers: no entry is paid twice", async () => {
    const { ctx } = platform
    const receivers = await Promise.all(senders.map(() => createWallet(chain)))
    for (const [i, sender] of senders.entries()) await send(ctx, sender, receivers[i] as Wallet, ckb("100"))
    for (let block = 0; block < 8; block++) await platform.mine()
    expect(await ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(senders.length)
    tally.runs = 2
    await Promise.all([settle(ctx), settle(other), settle(ctx), settle(other)])
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    for (const paid of receivers) expect(await paid.balance()).toBe(ckb("99"))
  })
})
