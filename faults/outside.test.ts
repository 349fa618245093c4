import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { createChain } from "@/lib/chain/chain"
import type { Hex } from "@/lib/hex"
import { toHex } from "@/lib/hex"
import { checkInstallation } from "@/lib/installation"
import { endTransaction } from "@/lib/operator/end-transaction"
import { preparePayment } from "@/lib/payment/prepare"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { Secret } from "@/lib/secret"
import { settle } from "@/lib/settlement/settle"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { replaceBlockOf } from "@/test/support/reorganise"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { newKey } from "./actors"
import { checkInvariants, expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"

const TYPE_ID = `0x${"545950455f4944".padStart(64, "0")}` as const

const stage = freshStage({ cells: 4, reserve: ckb("1000"), env: { CONFIRMATIONS: "2" } })
  .extend("openPauses", ({ ctx }) => async () => {
    const open = await ctx.db.pause.findMany({ where: { resolvedAt: null } })
    return open.map(({ reason }) => reason)
  })
  /** Takes the transaction's block off the chain, and the node forgets what was in it. */
  .extend("leaveChain", ({ chain, ctx }) => async (txHash: string) => {
    await replaceBlockOf(chain, ctx, txHash)
  })

describeOnEachStage("from outside", stage, (it) => {
  it("somebody with the platform's key spends one of its cells: all stands still but what is signed", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    openPauses,
  }) => {
    const { paymentId } = await send(ctx, sender, receiver, ckb("100"))
    const thief = await createWallet(chain)
    const claimed = await ctx.db.claim.findMany()
    const cell = await ctx.db.platformCell.findFirstOrThrow({ where: { state: "free", capacity: ckb("65") } })
    expect(
      claimed.some((claim) => toHex(claim.txHash) === toHex(cell.txHash) && claim.outputIndex === cell.outputIndex),
    ).toBe(false)
    const { platformKey } = ctx.config
    if (!platformKey) throw new Error("the platform's key is not on this stage")
    const signer = new ccc.SignerCkbPrivateKey(chain.client(), platformKey.reveal())
    const theft = ccc.Transaction.from({
      inputs: [{ previousOutput: { txHash: toHex(cell.txHash), index: cell.outputIndex } }],
      outputs: [{ capacity: ckb("64.99"), lock: thief.lock }],
    })
    await chain.commit(await signer.client.sendTransaction(await signer.signTransaction(theft)))
    await platform.follow()

    expect(await openPauses()).toContain("platform_cell_spent_outside")
    const request = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
    await expect(preparePayment(ctx, request)).rejects.toMatchObject({ code: "PAUSED" })
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await quiesce(platform, chain)
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
    // The checker sees the theft, to the shannon, and nothing else.
    const found = await checkInvariants(ctx)
    expect(found.map((violation) => violation.slice(0, 3)).sort()).toEqual(["I1:", "I5:"])
    expect((await reconcile(ctx)).pool.difference).toBe(-ckb("65"))
    expect(await openPauses()).toContain("reconciliation_deficit")
  })

  it("a stray deposit becomes the operator's capital, by itself", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const capital = async () =>
      (await ctx.db.ledgerEntry.aggregate({ where: { account: "capital" }, _sum: { amount: true } }))._sum.amount ?? 0n
    const before = await capital()
    await chain.fund(ctx.chain.platform.address, ckb("77.00000001"))
    await platform.follow()
    expect(before - (await capital())).toBe(ckb("77.00000001"))
    await expectInvariants(ctx)
    await send(ctx, sender, receiver, ckb("100"))
    await quiesce(platform, chain)
    await expectInvariants(ctx)
  })

  it("a cell with data on the platform's lock is on neither side of the books, and is never spent", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const before = await reconcile(ctx)
    const giver = new ccc.SignerCkbPrivateKey(chain.client(), newKey())
    await chain.fund(await giver.getRecommendedAddress(), ckb("400"))
    const tx = ccc.Transaction.from({
      outputs: [{ capacity: ckb("100"), lock: ctx.chain.signer.lock }],
      outputsData: ["0x1234"],
    })
    await tx.completeInputsByCapacity(giver)
    await tx.completeFeeBy(giver, 2_000n)
    await chain.commit(await giver.client.sendTransaction(await giver.signTransaction(tx)))
    await platform.follow()
    expect((await reconcile(ctx)).pool).toEqual(before.pool)
    await send(ctx, sender, receiver, ckb("100"))
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await chain.rpc("get_live_cell", { tx_hash: tx.hash(), index: "0x0" }, false)).toMatchObject({
      status: "live",
    })
  })

  it("a typed cell on the platform's lock is on neither side of the books, and is never spent", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const before = await reconcile(ctx)
    const giver = new ccc.SignerCkbPrivateKey(chain.client(), newKey())
    await chain.fund(await giver.getRecommendedAddress(), ckb("400"))
    const tx = ccc.Transaction.from({ outputs: [{ capacity: ckb("200"), lock: ctx.chain.signer.lock }] })
    await tx.completeInputsByCapacity(giver)
    // The one type script that every chain has: it says that the cell is unique (RFC 0022, type ID).
    const input = tx.inputs[0] as ccc.CellInput
    const args = ccc.hashTypeId(input, 0)
    const output = tx.outputs[0] as ccc.CellOutput
    output.type = ccc.Script.from({ codeHash: TYPE_ID, hashType: "type", args })
    await tx.completeFeeBy(giver, 2_000n)
    const sent = giver.client.sendTransaction(await giver.signTransaction(tx))
    // The embedded chain knows no type scripts and takes no cell that it cannot check: such a cell cannot come to be
    // there.
    if (chain.name === "devnet") return expect(sent).rejects.toThrow()
    await chain.commit(await sent)
    await platform.follow()
    expect((await reconcile(ctx)).pool).toEqual(before.pool)
    await send(ctx, sender, receiver, ckb("100"))
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await chain.rpc("get_live_cell", { tx_hash: tx.hash(), index: "0x0" }, false)).toMatchObject({
      status: "live",
    })
  })

  it("another platform key on this database is refused, and changes nothing", async ({ ctx }) => {
    const stranger = await createChain({ ...ctx.config, platformKey: new Secret(newKey()) })
    await expect(checkInstallation({ db: ctx.db, chain: stranger })).rejects.toThrow("another platform key")
    const elsewhere = { ...ctx.chain, genesisHash: `0x${"11".repeat(32)}` as Hex }
    await expect(checkInstallation({ db: ctx.db, chain: elsewhere })).rejects.toThrow("belongs to")
    await expectInvariants(ctx)
  })

  it("a longer branch takes a payment that was paid out, for ever: the loss is booked to the shannon, and all stands still", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    openPauses,
    leaveChain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
    await quiesce(platform, chain)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })
    expect(await receiver.balance()).toBe(ckb("99"))

    await leaveChain(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await quiesce(platform, chain)

    expect(await openPauses()).toContain("settled_payment_lost")
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await receiver.balance()).toBe(ckb("99"))
    const loss = await ctx.db.ledgerEntry.aggregate({ where: { account: "loss" }, _sum: { amount: true } })
    expect(loss._sum.amount).toBe(ckb("99"))
    await expectInvariants(ctx)
  })

  it("a longer branch takes a payment, and its payout dies too: nothing is lost and nothing is owed", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    openPauses,
    leaveChain,
  }) => {
    // The only cell that can pay it is the one that the payment itself made larger.
    await chain.fund(sender.address, ckb("500"))
    await platform.follow()
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("400"))
    await ctx.db.$executeRaw`UPDATE platform_cell SET held_at = now() WHERE capacity >= ${ckb("1000")}`
    await quiesce(platform, chain)
    expect(await receiver.balance()).toBe(ckb("396"))

    await leaveChain(txHash)
    await chain.commit(await sender.spendAll(ckb("999.99")))
    await quiesce(platform, chain)

    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await ctx.db.settlement.findMany({ select: { status: true } })).toEqual([{ status: "failed" }])
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await receiver.balance()).toBe(0n)
    expect(await ctx.db.ledgerEntry.count({ where: { account: "loss" } })).toBe(0)
    expect(await openPauses()).toEqual([])
    await expectInvariants(ctx)
  })

  it("a longer branch takes a payment, and the operator ends its payout in time: the loss is booked, and taken back", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    openPauses,
    leaveChain,
  }) => {
    const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
    await quiesce(platform, chain)
    const { id: settlementId } = await ctx.db.settlement.findFirstOrThrow()

    await leaveChain(txHash)
    await chain.commit(await sender.spendAll(ckb("499.99")))
    await platform.mine(2)
    // The payment is over, its payout is signed and may yet commit.
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "settling"] })
    expect(await openPauses()).toContain("settled_payment_lost")
    await expectInvariants(ctx)

    await endTransaction(ctx, { settlementId }, "its payment is lost")
    const own = await ctx.db.poolOperation.findFirstOrThrow({ where: { kind: "self_spend" } })
    await chain.commit(toHex(own.txHash))
    await quiesce(platform, chain)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await receiver.balance()).toBe(0n)
    const loss = await ctx.db.ledgerEntry.aggregate({ where: { account: "loss" }, _sum: { amount: true } })
    expect(loss._sum.amount).toBe(0n)
    await expectInvariants(ctx)
  })
})
