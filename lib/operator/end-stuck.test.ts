import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { expect } from "vitest"
import { RpcError } from "@/lib/chain/rpc"
import { sendTransaction } from "@/lib/chain/send"
import type { Context } from "@/lib/context"
import type { OperationPlan } from "@/lib/pool/operation"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { asPlatform } from "@/test/support/actors"
import { whenSending } from "@/test/support/context"
import { done } from "@/test/support/operator"
import { ckb, pay, send, sendAgain, statusOf } from "@/test/support/payment"
import { replaceBlocksAfter } from "@/test/support/reorganise"
import { describeOnEachStage, sharedStage } from "@/test/support/stage"
import { changePool, type PoolChange, planPoolChange } from "./change-pool"
import { endStuck as end } from "./end-stuck"
import { planFeeWithdrawal, withdrawFees } from "./withdraw-fees"

const transactionFrom = (bytes: Uint8Array) =>
  cccA.JsonRpcTransformers.transactionFrom(ccc.Transaction.fromBytes(bytes))
const refuses = (code: number) => () => Promise.reject(new RpcError("send_transaction", code, "the node says no"))

const REASON = "the month is over"
/** As the job does it. */
const endStuck = (ctx: Context) => end(asPlatform(ctx, "end-stuck"))
const seen = ({ cells, built }: OperationPlan) => ({ inputs: cells.map(({ id }) => id), txHash: built.hash })

const invalidStage = sharedStage({
  // Most of a payment is the fee, so that there is something for a withdrawal of fees.
  env: { PLATFORM_FEE_BPS: "9000" },
})
  .extend("owner", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend(
    "invalidForAnHour",
    ({ ctx }) =>
      () =>
        ctx.db.$executeRaw`
      UPDATE chain_transaction SET invalid_since = now() - interval '61 minutes' WHERE invalid_since IS NOT NULL`,
  )

describeOnEachStage("a transaction that the node calls invalid", invalidStage, (it) => {
  it("is ended after an hour of that, not sooner, and not for being unknown, late or too cheap", async ({
    platform,
    ctx,
    sender,
    receiver,
    invalidForAnHour,
  }) => {
    const { paymentId } = await send(whenSending(ctx, refuses(-302)), sender, receiver, ckb("2"))
    const invalidSince = async () =>
      (await ctx.db.chainTransaction.findFirstOrThrow({ where: { paymentId } })).invalidSince
    const again = (code: number) => sendAgain(whenSending(ctx, refuses(code)))
    expect(await invalidSince()).not.toBeNull()
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    // Known now: so it was not invalid after all.
    await again(-1107)
    expect(await invalidSince()).toBeNull()
    for (const code of [-301, -1104, -1106, -1111]) await again(code)
    expect(await invalidSince()).toBeNull()
    for (const code of [-1108, -1109, -1110]) {
      await again(code)
      expect(await invalidSince()).not.toBeNull()
      await again(-1107)
    }
    await again(-302)
    const [first] = [await invalidSince()]
    await again(-302)
    expect(await invalidSince()).toEqual(first)

    await invalidForAnHour()
    const { ended } = await endStuck(ctx)
    expect(ended).toHaveLength(1)
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    expect(await ctx.db.auditLog.findMany()).toMatchObject([
      { actor: "platform", action: "end", subject: `payment ${paymentId}` },
    ])
    for (let blocks = 0; blocks < 20 && (await statusOf(ctx, paymentId)).payment === "submitted"; blocks++)
      await platform.mine()
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await sender.balance()).toBe(ckb("500"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("is ended too when its fee is what the node has refused for an hour, not sooner, and not once it was taken", async ({
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const cheap = whenSending(ctx, refuses(-1104))
    const { paymentId } = await send(cheap, sender, receiver, ckb("2"))
    const anHourLater = () =>
      ctx.db.$executeRaw`UPDATE chain_transaction SET fee_refused_since = fee_refused_since - interval '61 minutes'`
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    await anHourLater()
    await sendAgain(whenSending(ctx, async () => ({})))
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    await sendAgain(cheap)
    await anHourLater()
    expect((await endStuck(cheap)).ended).toHaveLength(1)
    // The node asks for more than that one offers as well: it gets another attempt, which moves no money either.
    const asksMore = { ...ctx, chain: { ...ctx.chain, feeRate: async () => 6_000n } }
    const { replaced, operations } = await raiseFees(asksMore)
    expect([replaced.length, operations.length]).toEqual([0, 1])
    for (let blocks = 0; blocks < 20 && (await statusOf(ctx, paymentId)).payment === "submitted"; blocks++)
      await platform.mine()
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    const [operation] = await ctx.db.poolOperation.findMany({ where: { id: { in: operations } } })
    const attempts = await ctx.db.chainTransaction.findMany({
      where: { poolOperationId: { in: operations } },
      orderBy: { id: "asc" },
    })
    expect(attempts.map(({ status }) => status)).toEqual(["dead", "confirmed"])
    expect(operation).toMatchObject({ status: "confirmed", networkFee: attempts[1]?.networkFee })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("is not ended for what the node said before a block had it, when that block leaves the chain", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    invalidForAnHour,
  }) => {
    const { paymentId, txHash } = await send(whenSending(ctx, refuses(-302)), sender, receiver, ckb("2"))
    await invalidForAnHour()
    // Somebody else's node has it all the same.
    const { bytes } = await ctx.db.chainTransaction.findFirstOrThrow({ where: { paymentId } })
    await sendTransaction(ctx.chain, bytes)
    const base = await chain.rpc<string>("get_tip_block_number")
    await chain.commit(txHash)
    await platform.follow()
    expect((await statusOf(ctx, paymentId)).payment).not.toBe("submitted")
    await replaceBlocksAfter(chain, BigInt(base))
    await platform.follow()
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    await sendAgain(ctx)
    await chain.commit(txHash)
    await platform.follow()
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
  })

  it("is ended too when it is the pool's own, but not when it is to end another", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    owner,
    invalidForAnHour,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("200"))
    await platform.mine(2)
    const refused = whenSending(ctx, refuses(-302))
    const count = (state: string) => ctx.db.platformCell.count({ where: { state } })
    const before = await count("free")
    const change: PoolChange = { operation: "merge", cells: 3 }
    const merge = await changePool(refused, change, seen(await planPoolChange(ctx, change)), REASON)
    const withdrawal = { to: owner.address, amount: ckb("100") }
    const fees = await done(withdrawFees(refused, withdrawal, seen(await planFeeWithdrawal(ctx, withdrawal)), REASON))
    expect(await count("claimed")).toBeGreaterThanOrEqual(4)
    expect(await endStuck(refused)).toEqual({ ended: [] })

    await invalidForAnHour()
    expect((await endStuck(refused)).ended).toHaveLength(2)
    await invalidForAnHour()
    // What is to end them is called invalid too, and another one would fare no better.
    expect(await endStuck(refused)).toEqual({ ended: [] })
    expect(
      await ctx.db.auditLog.findMany({ where: { action: "end" }, orderBy: { id: "desc" }, take: 2 }),
    ).toMatchObject([
      { actor: "platform", subject: `pool operation ${fees.id}` },
      { actor: "platform", subject: `pool operation ${merge.id}` },
    ])

    // The node goes on refusing those two, and takes what ends them.
    const { rpc } = ctx.chain
    const ended = await ctx.db.chainTransaction.findMany({ where: { poolOperationId: { in: [merge.id, fees.id] } } })
    const capacitiesOf = (tx: unknown) =>
      (tx as { outputs: { capacity: string }[] }).outputs.map(({ capacity }) => capacity).join()
    const refusedOutputs = new Set(ended.map(({ bytes }) => capacitiesOf(transactionFrom(bytes))))
    const call = async <T>(method: string, params: unknown[] = []) => {
      const isRefused = () => refusedOutputs.has(capacitiesOf(params[0]))
      if (method === "send_transaction" && isRefused()) return refuses(-302)() as Promise<T>
      return rpc.call<T>(method, params)
    }
    await sendAgain({ ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, call } } })
    const unfinished = () => ctx.db.poolOperation.count({ where: { status: "signed" } })
    for (let blocks = 0; blocks < 20 && (await unfinished()) > 0; blocks++) await platform.mine()
    expect(await ctx.db.poolOperation.findMany({ where: { id: { in: [merge.id, fees.id] } } })).toMatchObject([
      { status: "failed" },
      { status: "failed" },
    ])
    expect(await count("claimed")).toBe(0)
    expect(await count("free")).toBe(before)
    expect(await owner.balance()).toBe(0n)
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})

const lostStage = sharedStage()
  .extend(
    "unresolvedForAnHour",
    ({ ctx }) =>
      () =>
        ctx.db.$executeRaw`
      UPDATE chain_transaction SET unresolved_since = unresolved_since - interval '61 minutes'`,
  )
  /** The sender's own transaction makes the cell that they pay with, and a longer branch has neither of the two. */
  .extend("lose", ({ chain, platform, ctx, walletWith }) => async () => {
    const [sender, receiver] = [await walletWith("500"), await walletWith()]
    const base = await chain.rpc<string>("get_tip_block_number")
    const own = await sender.spendAll(ckb("499.9999"))
    const { transaction } = await chain.rpc<{ transaction: object }>("get_transaction", own)
    await chain.commit(own)
    await platform.follow()
    const payment = await send(ctx, sender, receiver, ckb("2"))
    await replaceBlocksAfter(chain, BigInt(base))
    await platform.follow()
    await sendAgain(ctx)
    const { hash: _, ...body } = transaction as { hash: string }
    return { ...payment, sender, comeBack: () => chain.rpc("send_transaction", body, "passthrough") }
  })

describeOnEachStage("a payment whose sender's cell left the chain with the block that made it", lostStage, (it) => {
  it("is ended after an hour, not sooner, and nobody has lost anything", async ({
    platform,
    ctx,
    lose,
    unresolvedForAnHour,
  }) => {
    const { paymentId, sender } = await lose()
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    await unresolvedForAnHour()
    expect((await endStuck(ctx)).ended).toHaveLength(1)
    expect(await endStuck(ctx)).toEqual({ ended: [] })
    for (let blocks = 0; blocks < 20 && (await statusOf(ctx, paymentId)).payment === "submitted"; blocks++)
      await platform.mine()
    expect((await statusOf(ctx, paymentId)).payment).toBe("failed")
    expect(await sender.balance()).toBe(ckb("500"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("is not ended by a node that does not have the platform's cell either", async ({
    ctx,
    lose,
    unresolvedForAnHour,
  }) => {
    await lose()
    await unresolvedForAnHour()
    const rpc = { ...ctx.chain.rpc, batch: async (calls: unknown[]) => calls.map(() => ({ status: "unknown" })) }
    const behind = { ...ctx, chain: { ...ctx.chain, rpc: rpc as typeof ctx.chain.rpc } }
    expect(await endStuck(behind)).toEqual({ ended: [] })
  })

  it("is paid when the cell comes back, and what the node said before counts no more", async ({
    chain,
    platform,
    ctx,
    lose,
    unresolvedForAnHour,
  }) => {
    const { paymentId, txHash, comeBack } = await lose()
    await comeBack()
    await sendAgain(ctx)
    await unresolvedForAnHour()
    expect((await endStuck(ctx)).ended).not.toContain(txHash)
    await chain.commit(txHash)
    await platform.follow()
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
  })
})
