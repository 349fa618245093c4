import { expect } from "vitest"
import { toHex } from "@/lib/hex"
import { endTransaction } from "@/lib/operator/end-transaction"
import { pause } from "@/lib/pause"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { rollBackBlock } from "@/lib/tracking/roll-back-block"
import { currentTip } from "@/lib/transaction/tip"
import type { TestContext } from "@/test/support/actors"
import { forgets, whenSending } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { raiseFees } from "./raise-fee"
import { settle } from "./settle"

const neverFollowed = (): never => {
  throw new Error("the database follows no chain")
}

const stage = freshStage({ env: { CONFIRMATIONS: "2" } })
  .extend("settlementId", { auto: true }, async ({ chain, platform, ctx, sender, receiver }) => {
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    const [id = 0n] = (await settle(ctx)).settlements
    return id
  })
  .extend(
    "attempts",
    ({ ctx, settlementId }) =>
      () =>
        ctx.db.chainTransaction.findMany({ where: { settlementId }, orderBy: { id: "asc" } }),
  )
  .extend(
    "settlement",
    ({ ctx, settlementId }) =>
      () =>
        ctx.db.settlement.findUniqueOrThrow({ where: { id: settlementId } }),
  )
  .extend(
    "hasWaited",
    ({ ctx }) =>
      () =>
        ctx.db.$executeRaw`UPDATE chain_transaction SET created_at = now() - interval '10 minutes'`,
  )
  .extend(
    "at",
    ({ ctx }) =>
      (feeRate: bigint, ready = () => Promise.resolve()): TestContext => ({
        ...ctx,
        chain: { ...ctx.chain, feeRate: () => ready().then(() => feeRate) },
      }),
  )
  .extend("paidExactlyOnce", ({ ctx, receiver, settlement, settlementId }) => async () => {
    expect(await receiver.balance()).toBe(ckb("99"))
    expect(await settlement()).toMatchObject({ status: "confirmed" })
    const entries = await ctx.db.entry.findMany({ where: { settlementId } })
    expect(entries.map(({ status, txHash }) => [status, txHash && toHex(txHash)])).toEqual([
      ["paid", toHex((await settlement()).txHash)],
    ])
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

describeOnEachStage("a payout whose fee has become too low", stage, (it) => {
  /** Resolves for all when so many wait for it. */
  const meetingOf = (count: number) => {
    let missing = count
    let open = () => {}
    const all = new Promise<void>((resolve) => {
      open = resolve
    })
    return () => {
      missing -= 1
      if (missing === 0) open()
      return all
    }
  }

  it("is replaced by one that spends the same cells and pays the same receivers, and either may commit", async ({
    chain,
    platform,
    hasWaited,
    at,
    settlementId,
    attempts,
    settlement,
    paidExactlyOnce,
  }) => {
    await hasWaited()
    expect(await raiseFees(at(6_000n))).toEqual({ replaced: [settlementId], operations: [] })
    const [first, second] = await attempts()
    expect(second?.networkFee).toBeGreaterThan((first?.networkFee ?? 0n) * 2n)
    expect(await settlement()).toMatchObject({ networkFee: second?.networkFee, txHash: second?.txHash })
    await chain.commit(toHex(second?.txHash ?? new Uint8Array()))
    await platform.mine(3)
    expect((await attempts()).map(({ status }) => status)).toEqual(["dead", "confirmed"])
    await paidExactlyOnce()
  })

  it("is paid by its first attempt, at its price, when the chain takes that one after all", async ({
    chain,
    platform,
    attempts,
    hasWaited,
    at,
    settlement,
    paidExactlyOnce,
  }) => {
    const [first] = await attempts()
    await hasWaited()
    await raiseFees(whenSending(at(6_000n), forgets))
    await chain.commit(toHex(first?.txHash ?? new Uint8Array()))
    await platform.mine(3)
    expect((await attempts()).map(({ status }) => status)).toEqual(["confirmed", "dead"])
    expect(await settlement()).toMatchObject({ networkFee: first?.networkFee, txHash: first?.txHash })
    await paidExactlyOnce()
  })

  it("has all its attempts alive again when the block of the one that was confirmed leaves the chain", async ({
    chain,
    platform,
    ctx,
    hasWaited,
    at,
    attempts,
    settlement,
    paidExactlyOnce,
  }) => {
    await hasWaited()
    await raiseFees(at(6_000n))
    const [, second] = await attempts()
    await chain.commit(toHex(second?.txHash ?? new Uint8Array()))
    await platform.mine(3)
    const states = async () => (await attempts()).map(({ status }) => status)
    expect(await states()).toEqual(["dead", "confirmed"])
    // As a reorganisation takes the blocks back, one by one; a real one would race the node, which sends them again.
    while ((await states())[1] !== "signed") await rollBackBlock(ctx, (await currentTip(ctx)) ?? neverFollowed())
    expect(await states()).toEqual(["signed", "signed"])
    expect((await settlement()).status).toBe("signed")
    await platform.follow()
    expect(await states()).toEqual(["dead", "confirmed"])
    await paidExactlyOnce()
  })

  it("is replaced at once when the node has refused it for its fee, by one that pays a quarter more at least", async ({
    chain,
    platform,
    ctx,
    settlementId,
    at,
    attempts,
    paidExactlyOnce,
  }) => {
    const { db } = ctx
    await db.$executeRaw`UPDATE chain_transaction SET fee_refused_since = now() WHERE settlement_id = ${settlementId}`
    expect(await raiseFees(at(1_500n))).toEqual({ replaced: [settlementId], operations: [] })
    const [first, second] = await attempts()
    expect((second?.networkFee ?? 0n) * 100n).toBeGreaterThanOrEqual((first?.networkFee ?? 0n) * 125n)
    await chain.commit(toHex(second?.txHash ?? new Uint8Array()))
    await platform.mine(3)
    await paidExactlyOnce()
  })

  it("is left alone while it is cheap enough, young, paused, or being ended on purpose", async ({
    ctx,
    at,
    hasWaited,
    settlementId,
    attempts,
  }) => {
    expect(await raiseFees(at(6_000n))).toEqual({ replaced: [], operations: [] })
    await hasWaited()
    expect(await raiseFees(at(1_800n))).toEqual({ replaced: [], operations: [] })
    await pause(ctx.db, { scope: "settlement", reason: "test", detail: "test" })
    expect(await raiseFees(at(6_000n))).toEqual({ replaced: [], operations: [] })
    await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
    await endTransaction(ctx, { settlementId }, "a test")
    expect(await raiseFees(at(6_000n))).toEqual({ replaced: [], operations: [] })
    expect(await attempts()).toHaveLength(1)
  })

  it("has one next attempt, however many workers make it", async ({ hasWaited, at, settlementId, attempts }) => {
    await hasWaited()
    const rates = [6_000n, 6_000n, 7_000n]
    // Each has read the first attempt before any of them makes the next.
    const together = meetingOf(rates.length)
    const made = await Promise.all(rates.map((rate) => raiseFees(at(rate, together))))
    expect(made.flatMap(({ replaced }) => replaced)).toEqual([settlementId])
    expect(await attempts()).toHaveLength(2)
  })
})
