import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { expect } from "vitest"
import type { Hex } from "@/lib/hex"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { ckb, send, statusOf } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { spendElsewhere } from "./spend-elsewhere"
import { tally } from "./tally"

const FUNDED = ckb("500")

const stage = freshStage({ cells: 4, env: { CONFIRMATIONS: "2" } })
  .extend("elsewhere", ({ chain, sender }) => spendElsewhere(chain, sender))
  .extend(
    "post",
    ({ chain }) =>
      (tx: ccc.Transaction) =>
        chain.rpc<Hex>("send_transaction", cccA.JsonRpcTransformers.transactionFrom(tx), "passthrough"),
  )
  .extend("prepare", ({ ctx, sender, receiver }) => async () => {
    const request = { sender: sender.address, receiver: receiver.address, amount: ckb("100"), splits: [] }
    const { paymentId, rawTx } = await preparePayment(ctx, request)
    return { paymentId, rawTx: await sender.sign(rawTx) }
  })
  .extend("nothingHappened", ({ chain, platform, ctx, sender, receiver }) => async (kept: bigint) => {
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await sender.balance()).toBe(kept)
    expect(await receiver.balance()).toBe(0n)
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
    expect(await ctx.db.claim.count()).toBe(0)
  })

describeOnEachStage("the sender", stage, (it) => {
  it("spends their cell elsewhere after prepare: transfer says so, and nothing is signed", async ({
    chain,
    ctx,
    elsewhere,
    post,
    prepare,
    nothingHappened,
  }) => {
    const { paymentId, rawTx } = await prepare()
    await chain.commit(await post(elsewhere))
    await expect(submitPayment(ctx, { paymentId, rawTx })).rejects.toMatchObject({ code: "INPUT_SPENT" })
    expect(await ctx.db.chainTransaction.count()).toBe(0)
    await nothingHappened(ckb("499.99"))
  })

  it("has another transaction of the cell in the node's pool at transfer: one of the two commits, and the books follow", async ({
    chain,
    platform,
    ctx,
    elsewhere,
    post,
    prepare,
    nothingHappened,
  }) => {
    const { paymentId, rawTx } = await prepare()
    await post(elsewhere)
    expect(await submitPayment(ctx, { paymentId, rawTx })).toMatchObject({ status: "submitted" })
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    // The other pays more, so the node keeps it.
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    await nothingHappened(ckb("499.99"))
  })

  it("replaces the transaction in the pool after transfer: it is sent again in vain, and given up only when that is final", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    elsewhere,
    post,
    nothingHappened,
  }) => {
    const { paymentId } = await send(ctx, sender, receiver, ckb("100"))
    await post(elsewhere)
    expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
    await expectInvariants(ctx)
    await quiesce(platform, chain)
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    await nothingHappened(ckb("499.99"))
  })

  it.for(["cancelled", "expired"])(
    "sends the transaction of a payment that was %s: no platform signature ever left",
    async (end, { ctx, post, prepare, nothingHappened }) => {
      const { paymentId, rawTx } = await prepare()
      if (end === "cancelled") await cancelPayment(ctx, paymentId)
      else {
        await ctx.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE id = ${paymentId}`
        await expirePayments(ctx)
      }
      // What anybody outside can have: the sender's witness, and a placeholder where the platform signs.
      await expect(post(ccc.Transaction.fromBytes(rawTx))).rejects.toThrow()
      await expect(submitPayment(ctx, { paymentId, rawTx })).rejects.toMatchObject({ code: "STATE_MISMATCH" })
      expect(await ctx.db.chainTransaction.count()).toBe(0)
      await nothingHappened(FUNDED)
    },
  )

  it("asks for expiry, cancel and transfer of one payment at the same instant: it is paid once or not at all", async ({
    chain,
    platform,
    ctx,
  }) => {
    tally.runs = 4
    for (let run = 0; run < tally.runs; run++) {
      const wallet = await createWallet(chain)
      await chain.fund(wallet.address, FUNDED)
      const payee = await createWallet(chain)
      const { paymentId, rawTx } = await preparePayment(ctx, {
        sender: wallet.address,
        receiver: payee.address,
        amount: ckb("100"),
        splits: [],
      })
      const signed = await wallet.sign(rawTx)
      const [submitted] = await Promise.allSettled([
        submitPayment(ctx, { paymentId, rawTx: signed }),
        cancelPayment(ctx, paymentId),
        expirePayments(ctx),
      ])
      await quiesce(platform, chain)
      expect(await payee.balance()).toBe(submitted?.status === "fulfilled" ? ckb("99") : 0n)
    }
    await expectInvariants(ctx)
  })

  it("one receiver of a batch cannot be paid: the others are, and the one stays owed", async ({
    chain,
    platform,
    ctx,
  }) => {
    const payees = await Promise.all([0, 1, 2].map(() => createWallet(chain)))
    const senders = await Promise.all(payees.map(() => createWallet(chain)))
    await chain.fundMany(senders.map(({ address }) => ({ address, shannons: FUNDED })))
    for (const [i, payee] of payees.entries()) await send(ctx, senders[i] as Wallet, payee, ckb("100"))
    for (let block = 0; block < 8; block++) await platform.mine()
    expect(await ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(payees.length)
    // What no request can put there: somebody's hand or a disk has changed a row.
    const bad = payees[1] as Wallet
    await runAsOwner(
      ctx.config.databaseUrl.reveal(),
      `SET LOCAL session_replication_role = replica;
       UPDATE "account" SET "receiver" = 'ckt1nobody' WHERE "lock_hash" = decode('${bad.lock.hash().slice(2)}', 'hex')`,
    )
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    for (const payee of payees) expect(await payee.balance()).toBe(payee === bad ? 0n : ckb("99"))
    expect(await ctx.db.entry.findMany({ where: { receiver: "ckt1nobody" }, select: { status: true } })).toEqual([
      { status: "available" },
    ])
  })
})
