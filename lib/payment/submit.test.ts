import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { type RpcCall, RpcError } from "@/lib/chain/rpc"
import { ChainError, NotFound, StateMismatch } from "@/lib/errors"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { openConnections, whenSending } from "@/test/support/context"
import { ckb, payment } from "@/test/support/payment"
import { cancelPayment } from "./cancel"
import { randomKey, signWith, submitStage } from "./submit.fixture"

const it = submitStage()

describe("a payment is submitted once", () => {
  it("and the same bytes again get the same reply, before and after its block", async ({
    chain,
    platform,
    walletWith,
    signedPayment,
    submit,
    signatures,
  }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const reply = await submit(prepared, rawTx)
    expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    expect(await submit(prepared, rawTx)).toEqual(reply)
    await chain.commit(prepared.txHash)
    await platform.follow()
    expect(await submit(prepared, rawTx)).toEqual({ ...reply, status: "confirmed" })
    expect(signatures.count()).toBe(1)
  })

  it("and another valid signature gets the same reply, while the first stays", async ({
    chain,
    ctx,
    prepare,
    submit,
  }) => {
    const key = randomKey()
    const { script: lock } = await new ccc.SignerCkbPrivateKey(chain.client(), key).getRecommendedAddressObj()
    const address = ccc.Address.fromScript(lock, chain.client()).toString()
    await chain.fund(address, ckb("100"))
    const prepared = await prepare({ address })
    const [one, other] = [
      await signWith(key, prepared.rawTx, lock, chain.client()),
      await signWith(key, prepared.rawTx, lock, chain.client()),
    ]
    expect(one).not.toBe(other)
    const reply = await submit(prepared, one)
    const stored = () =>
      ctx.db.chainTransaction.findMany({ where: { paymentId: prepared.paymentId }, select: { bytes: true } })
    const before = await stored()
    expect(await submit(prepared, other)).toEqual(reply)
    expect(await stored()).toEqual(before)
  })

  it("when ten ask at the same instant, all are told the same, also where one payment is all a sender may bind", async ({
    walletWith,
    newPlatform,
    signedPayment,
    submit,
  }) => {
    const small = await newPlatform({ cells: 1 })
    const { prepared, rawTx } = await signedPayment(await walletWith("100"), "2", small.ctx)
    await openConnections(small.ctx, 10)
    const replies = await Promise.all(Array.from({ length: 10 }, () => submit(prepared, rawTx, small.ctx)))
    for (const reply of replies) {
      expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    }
    expect(await small.ctx.db.chainTransaction.count()).toBe(1)
    expect(await small.ctx.db.claim.count()).toBe(2)
  })

  it("and a request that another has overtaken, up to its block, is told the same", async ({
    chain,
    ctx,
    walletWith,
    signedPayment,
    submit,
  }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const { rpc } = ctx.chain
    let overtaken = false
    const slow: typeof rpc = {
      ...rpc,
      batch: async <T>(calls: RpcCall[]) => {
        if (!overtaken) {
          overtaken = true
          await submit(prepared, rawTx)
          await chain.commit(prepared.txHash)
        }
        return rpc.batch<T>(calls)
      },
    }
    const reply = await submit(prepared, rawTx, { ...ctx, chain: { ...ctx.chain, rpc: slow } })
    expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "confirmed" })
    expect(overtaken).toBe(true)
  })

  it("and never when it is not known", async ({ walletWith, signedPayment, submit, signatures }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await expect(submit({ ...prepared, paymentId: 999_999_999n }, rawTx)).rejects.toThrow(NotFound)
    expect(signatures.count()).toBe(0)
  })

  it("and never after it has expired", async ({ ctx, walletWith, signedPayment, submit, expectUntouched }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await ctx.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE id = ${prepared.paymentId}`
    await expect(submit(prepared, rawTx)).rejects.toThrow(/is expired/)
    await expect(submit(prepared, rawTx)).rejects.toThrow(StateMismatch)
    await expectUntouched(prepared)
  })

  it("and never while new payments are paused, although it was prepared before; then as if nothing had been", async ({
    ctx,
    walletWith,
    signedPayment,
    submit,
    expectUntouched,
  }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const why = { reason: "a key may be stolen" }
    for (const scope of ["prepare", "all"] as const) {
      await pauseByOperator(ctx, { scope, ...why })
      await expect(submit(prepared, rawTx)).rejects.toMatchObject({ code: "PAUSED" })
      await expectUntouched(prepared)
      const { id } = await ctx.db.pause.findFirstOrThrow({ where: { resolvedAt: null } })
      await resume(ctx, { id, ...why })
    }
    await pauseByOperator(ctx, { scope: "settlement", ...why })
    expect(await submit(prepared, rawTx)).toMatchObject({ status: "submitted" })
    await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
  })

  it("and never after it was cancelled", async ({ ctx, walletWith, signedPayment, submit, expectUntouched }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await cancelPayment(ctx, prepared.paymentId)
    await expect(submit(prepared, rawTx)).rejects.toThrow(/is cancelled/)
    await expect(submit(prepared, rawTx)).rejects.toThrow(StateMismatch)
    await expectUntouched(prepared)
  })
})

describe("a signed payment", () => {
  it("is stored with all that it binds before it is sent", async ({ ctx, walletWith, signedPayment, submit }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const { paymentId } = prepared
    let seen: unknown
    const watching = whenSending(ctx, async () => {
      const [stored] = await ctx.db.chainTransaction.findMany({ where: { paymentId } })
      // Whatever is sent first is what counts.
      seen ??= {
        status: (await payment(ctx, paymentId)).status,
        hash: stored && ccc.Transaction.fromBytes(stored.bytes).hash(),
        claims: await ctx.db.claim.count({ where: { paymentId } }),
        cell: (await ctx.db.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { platformCell: true } }))
          .platformCell.state,
      }
      throw new ChainError("the connection died")
    })
    expect(await submit(prepared, rawTx, watching)).toMatchObject({ status: "submitted" })
    expect(seen).toEqual({ status: "submitted", hash: prepared.txHash, claims: 2, cell: "claimed" })
  })

  it.for<[string, () => Promise<never>]>([
    ["does not answer", () => Promise.reject(new ChainError("no answer"))],
    ["refuses it", () => Promise.reject(new RpcError("send_transaction", -1111, "PoolRejectedRBF"))],
  ])("stays submitted when the node %s", async ([_, send], { ctx, walletWith, signedPayment, submit }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    expect(await submit(prepared, rawTx, whenSending(ctx, send))).toMatchObject({ status: "submitted" })
    expect(await payment(ctx, prepared.paymentId)).toMatchObject({ status: "submitted" })
    expect(await ctx.db.chainTransaction.count({ where: { paymentId: prepared.paymentId, status: "signed" } })).toBe(1)
  })
})
