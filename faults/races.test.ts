import { expect } from "vitest"
import { createChain } from "@/lib/chain/chain"
import { connectDatabase } from "@/lib/db"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import { CONFLICT } from "@/test/support/conflict"
import { openConnections } from "@/test/support/context"
import { ckb, makeDue, send } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const TIMES = 10

const stage = freshStage({ cells: 8, env: { CONFIRMATIONS: "2" } })
  /** Another instance: connections and chain of its own, on the same database and key. */
  .extend("other", async ({ ctx }, { onCleanup }) => {
    const db = connectDatabase(ctx.config.databaseUrl.reveal(), 10)
    onCleanup(() => db.$disconnect())
    return { ...ctx, db, chain: await createChain(ctx.config) }
  })
  .extend("senders", async ({ chain, platform }) => {
    const senders = await Promise.all(Array.from({ length: 5 }, () => createWallet(chain)))
    await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("500") })))
    await platform.follow()
    return senders
  })
  .extend(
    "bothConnect",
    ({ ctx, other }) =>
      () =>
        Promise.all([ctx, other].map((instance) => openConnections(instance, 10))),
  )

describeOnEachStage("at once", stage, (it) => {
  it("the same transfer ten times, on two instances: one signature, one answer", async ({
    chain,
    platform,
    ctx,
    other,
    sender,
    receiver,
    bothConnect,
  }) => {
    await bothConnect()
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

  it("ten prepares of one sender with one cell, all signed: one is paid, the others are told so", async ({
    chain,
    platform,
    ctx,
    other,
    sender,
    receiver,
    bothConnect,
  }) => {
    await bothConnect()
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

  it("two instances follow the chain and send again: each block is taken in once", async ({
    chain,
    platform,
    ctx,
    other,
    senders,
    receiver,
    bothConnect,
  }) => {
    await bothConnect()
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

  it("two settlement workers: no entry is paid twice", async ({
    chain,
    platform,
    ctx,
    other,
    senders,
    bothConnect,
  }) => {
    await bothConnect()
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
