import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { reconcile } from "@/lib/ledger/reconcile"
import { preparePayment } from "@/lib/payment/prepare"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { forgets, startPlatform, type TestPlatform, whenSending } from "@/test/support/context"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { endTransaction } from "./end-transaction"
import { pauseByOperator, resume } from "./pause"

const WHY = { reason: "a test", actor: "command" } as const

describeOnEachChain("the operator", (kind) => {
  let chain: TestChain
  let platform: TestPlatform
  let sender: Wallet
  let receiver: Wallet

  beforeAll(async () => {
    chain = await kind.start()
  })
  afterAll(() => chain.stop())
  beforeEach(async () => {
    platform = await startPlatform(chain)
    sender = await createWallet(chain)
    receiver = await createWallet(chain)
    await chain.fund(sender.address, ckb("500"))
    await platform.follow()
  })
  afterEach(() => platform.stop())

  it("ends a signed transaction on purpose by spending the platform's cell, and the chain makes it fail", async () => {
    const { ctx } = platform
    const { paymentId } = await send(ctx, sender, receiver, ckb("2"))
    const ending = await endTransaction(ctx, { paymentId }, WHY)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    await expect(endTransaction(ctx, { paymentId }, WHY)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await chain.commit(ending)
    await platform.mine(2)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await sender.balance()).toBe(ckb("500"))
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
    expect(await ctx.db.auditLog.findMany()).toMatchObject([
      { action: "end", subject: `payment ${paymentId}`, actor: "command" },
    ])
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("ends nothing that the chain has taken already, and the attempt dies", async () => {
    const { ctx } = platform
    const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("2"))
    // The chain takes the payment before the node hears of the ending.
    await endTransaction(whenSending(ctx, forgets), { paymentId }, WHY)
    await chain.commit(txHash)
    await platform.mine(2)
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
    expect(await ctx.db.poolOperation.findMany()).toMatchObject([{ kind: "self_spend", status: "failed" }])
    await expect(endTransaction(ctx, { paymentId }, WHY)).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("pauses prepares and settlement apart, and resumes them, each with its reason in the audit log", async () => {
    const { ctx } = platform
    await pay(platform, chain, sender, receiver, ckb("70"))
    const prepare = () =>
      preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] })
    await pauseByOperator(ctx, { scope: "prepare", ...WHY })
    await pauseByOperator(ctx, { scope: "settlement", ...WHY })
    await expect(prepare()).rejects.toMatchObject({ code: "PAUSED" })
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await expect(prepareWithdrawal(ctx, { receiver: receiver.address })).rejects.toMatchObject({ code: "PAUSED" })

    const [prepares, settlement] = await ctx.db.pause.findMany({ orderBy: { id: "asc" } })
    await resume(ctx, { id: prepares?.id ?? 0n, ...WHY })
    await prepare()
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await resume(ctx, { id: settlement?.id ?? 0n, ...WHY })
    expect((await settle(ctx)).settlements).toHaveLength(1)
    expect(await ctx.db.auditLog.count()).toBe(4)
    await expect(ctx.db.$executeRaw`UPDATE "audit_log" SET "reason" = 'another'`).rejects.toThrow("append-only")
  })
})
