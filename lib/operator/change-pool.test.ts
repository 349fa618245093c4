import { expect } from "vitest"
import { sum } from "@/lib/money"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { asOperator } from "@/test/support/actors"
import { ckb } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { changePool, type PoolChange, planPoolChange } from "./change-pool"

const REASON = "fewer are enough"

const stage = freshStage({ cells: 12 })
  .extend("change", ({ ctx }) => async (input: PoolChange) => {
    const plan = await planPoolChange(ctx, input)
    const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
    return { plan, expected, run: () => changePool(asOperator(ctx), input, expected, REASON) }
  })
  .extend("free", ({ ctx }) => async () => {
    const rows = await ctx.db.platformCell.findMany({ where: { state: "free" }, orderBy: { capacity: "asc" } })
    return rows.map(({ capacity }) => capacity)
  })

describeOnEachStage("the pool", stage, (it) => {
  it("has fewer cells after a merge, as large as can be lent, and then more again, each exactly as its preview said", async ({
    chain,
    platform,
    ctx,
    change,
    free,
  }) => {
    const merge = await change({ operation: "merge", cells: 12 })
    expect(merge.plan.cells).toHaveLength(12)
    // 780 CKB do not fit into one cell that can be lent.
    expect(merge.plan.outputs).toHaveLength(2)
    expect(sum(merge.plan.outputs) + merge.plan.built.networkFee).toBe(ckb("780"))
    const { id, txHash } = await merge.run()
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
    await expect(merge.run()).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await chain.commit(txHash)
    await platform.mine(1)
    expect(await free()).toEqual([...merge.plan.outputs].sort())
    expect(await ctx.db.poolOperation.findUnique({ where: { id } })).toMatchObject({
      kind: "merge",
      status: "confirmed",
    })
    expect(await reconcile(ctx)).toMatchObject({ ok: true, pool: { ledger: sum(merge.plan.outputs) } })

    const add = await change({ operation: "add", cells: 3 })
    await chain.commit((await add.run()).txHash)
    await platform.mine(1)
    // What is left over is a cell of its own.
    expect(await free()).toHaveLength(2 + 3 + 1)
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
    expect(await ctx.db.auditLog.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { action: "merge_cells", subject: "12 cells", reason: REASON, actor: "operator:admin" },
      { action: "add_cells", subject: "3 cells", reason: REASON, actor: "operator:admin" },
    ])
  })

  it("refuses what it cannot do, before anything is signed", async ({ ctx, change }) => {
    await expect(change({ operation: "merge", cells: 13 })).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await expect(change({ operation: "merge", cells: 1 })).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await expect(change({ operation: "add", cells: 20 })).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })
    const { expected } = await change({ operation: "merge", cells: 4 })
    const other = { ...expected, txHash: `0x${"00".repeat(32)}` as const }
    await expect(changePool(ctx, { operation: "merge", cells: 4 }, other, REASON)).rejects.toMatchObject({
      code: "STATE_MISMATCH",
    })
    expect(await ctx.db.chainTransaction.count()).toBe(0)
    expect(await ctx.db.auditLog.count()).toBe(0)
  })

  it("gives a cell to a merge or to a payment, never to both", async ({ chain, platform, ctx, change }) => {
    const sender = await createWallet(chain)
    const receiver = await createWallet(chain)
    await chain.fund(sender.address, ckb("500"))
    await platform.follow()
    const order = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
    const prepared = await preparePayment(ctx, order)
    // Cells that nobody is about to sign for go first; with all twelve, the held one is among them.
    expect((await change({ operation: "merge", cells: 11 })).plan.cells).toHaveLength(11)
    const merge = await change({ operation: "merge", cells: 12 })
    const rawTx = await sender.sign(prepared.rawTx)
    const [merged, submitted] = await Promise.allSettled([
      merge.run(),
      submitPayment(ctx, { paymentId: prepared.paymentId, rawTx }),
    ])
    expect([merged.status, submitted.status].sort()).toEqual(["fulfilled", "rejected"])
    if (merged.status === "rejected") expect(merged.reason).toMatchObject({ code: "STATE_MISMATCH" })
    if (submitted.status === "rejected") expect(submitted.reason).toMatchObject({ code: "HOLD_LOST" })
    await chain.commit(merged.status === "fulfilled" ? merged.value.txHash : prepared.txHash)
    await platform.mine(2)
    expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})
