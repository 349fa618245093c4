import { expect } from "vitest"
import { MAX_FEE_RATE } from "@/lib/chain/fee-rate"
import { feeAt } from "@/lib/chain/transaction"
import { preparePayment } from "@/lib/payment/prepare"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { forgets, whenSending } from "@/test/support/context"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { END_FEE_AT_MOST } from "./end-fee"
import { endTransaction } from "./end-transaction"
import { pauseByOperator, resume } from "./pause-and-resume"

const REASON = "a test"

const stage = freshStage()

describeOnEachStage("the operator", stage, (it) => {
  it("ends a signed transaction on purpose by spending the platform's cell, and the chain makes it fail", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const { paymentId } = await send(ctx, sender, receiver, ckb("2"))
    const ending = await endTransaction(ctx, { paymentId }, REASON)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    await expect(endTransaction(ctx, { paymentId }, REASON)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
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

  it("ends nothing that the chain has taken already, and the attempt dies", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("2"))
    // The chain takes the payment before the node hears of the ending.
    await endTransaction(whenSending(ctx, forgets), { paymentId }, REASON)
    await chain.commit(txHash)
    await platform.mine(2)
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
    expect(await ctx.db.poolOperation.findMany()).toMatchObject([{ kind: "self_spend", status: "failed" }])
    await expect(endTransaction(ctx, { paymentId }, REASON)).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("does not end somebody else's payment, when the cell was lent again meanwhile", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const [other] = [await createWallet(chain)]
    await chain.fund(other.address, ckb("200"))
    await platform.follow()
    const { paymentId } = await send(whenSending(ctx, forgets), sender, receiver, ckb("2"))
    const { platformCellId } = await ctx.db.payment.findUniqueOrThrow({ where: { id: paymentId } })
    let lent: Awaited<ReturnType<typeof send>> | undefined
    const lendsAgain = async () => {
      if (lent) return
      await chain.commit(await sender.spendAll(ckb("499.9999")))
      await platform.follow()
      await ctx.db.$executeRaw`UPDATE platform_cell SET reserved = id <> ${platformCellId}`
      lent = await send(ctx, other, receiver, ckb("3"))
    }
    const { rpc } = ctx.chain
    const call = async <T>(method: string, params?: unknown[]) => {
      if (method === "get_transaction") await lendsAgain()
      return rpc.call<T>(method, params)
    }
    const slow = { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, call } } }
    await expect(endTransaction(slow, { paymentId }, REASON)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    expect(await ctx.db.payment.findUnique({ where: { id: lent?.paymentId ?? 0n } })).toMatchObject({ platformCellId })
    expect(await ctx.db.poolOperation.count()).toBe(0)
    await chain.commit(lent?.txHash ?? "0x")
    await platform.follow()
    expect((await statusOf(ctx, lent?.paymentId ?? 0n)).payment).toBe("confirmed")
  })

  it("pays no more for ending something than what was said before, whatever the node asks", async ({
    ctx,
    sender,
    receiver,
  }) => {
    const { paymentId } = await send(ctx, sender, receiver, ckb("2"))
    const asking = (fee: bigint) => {
      const { rpc } = ctx.chain
      const call = async <T>(method: string, params?: unknown[]) =>
        method === "get_transaction" ? ({ min_replace_fee: `0x${fee.toString(16)}` } as T) : rpc.call<T>(method, params)
      return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, call } } }
    }
    await expect(endTransaction(asking(END_FEE_AT_MOST + 1n), { paymentId }, REASON)).rejects.toMatchObject({
      code: "STATE_MISMATCH",
    })
    await endTransaction(asking(END_FEE_AT_MOST), { paymentId }, REASON)
    const [{ networkFee } = { networkFee: 0n }] = await ctx.db.poolOperation.findMany()
    expect(networkFee).toBe(END_FEE_AT_MOST)
    const { bytes } = await ctx.db.chainTransaction.findFirstOrThrow({ where: { poolOperationId: { not: null } } })
    expect(END_FEE_AT_MOST).toBe(feeAt(bytes, MAX_FEE_RATE))
  })

  it("pauses prepares and settlement apart, and resumes them, each with its reason in the audit log", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("70"))
    const prepare = () =>
      preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] })
    await pauseByOperator(ctx, { scope: "prepare", reason: REASON })
    await pauseByOperator(ctx, { scope: "settlement", reason: REASON })
    await expect(prepare()).rejects.toMatchObject({ code: "PAUSED" })
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await expect(prepareWithdrawal(ctx, { receiver: receiver.address })).rejects.toMatchObject({ code: "PAUSED" })

    const [prepares, settlement] = await ctx.db.pause.findMany({ orderBy: { id: "asc" } })
    await resume(ctx, { id: prepares?.id ?? 0n, reason: REASON })
    await prepare()
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await resume(ctx, { id: settlement?.id ?? 0n, reason: REASON })
    expect((await settle(ctx)).settlements).toHaveLength(1)
    expect(await ctx.db.auditLog.count()).toBe(4)
    await expect(ctx.db.$executeRaw`UPDATE audit_log SET reason = 'another'`).rejects.toThrow("permission denied")
  })
})
