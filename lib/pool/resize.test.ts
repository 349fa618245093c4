import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { pause } from "@/lib/pause"
import { reconcile } from "@/lib/reconciliation/reconcile"
import type { TestChain } from "@/test/support/chain"
import type { TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { poolDemand } from "./demand"
import { resizePool } from "./resize"

const it = sharedStage()

/** So many cells were bound at once, so many minutes ago. */
const lent = ({ db }: Context, cells: number, minutesAgo: number) => db.$executeRaw`
  INSERT INTO pool_sample (taken_at, free, held, claimed, quarantined, capacity, claimed_capacity, lent)
  VALUES (date_trunc('minute', now()) - ${minutesAgo} * interval '1 minute', 0, 0, 0, 0, 0, 0, ${cells})
  ON CONFLICT (taken_at) DO UPDATE SET lent = excluded.lent`

const bounds = <C extends Context>(ctx: C, min: number, max: number): C => ({
  ...ctx,
  config: { ...ctx.config, poolBounds: { min, max } },
})

const capacities = async ({ db }: Context) =>
  (await db.platformCell.findMany({ where: { state: "free" }, orderBy: { id: "asc" } })).map(({ capacity }) => capacity)

async function comesThrough(platform: TestPlatform, chain: TestChain): Promise<void> {
  const { txHash } = await platform.ctx.db.chainTransaction.findFirstOrThrow({ orderBy: { id: "desc" } })
  await chain.commit(toHex(txHash))
  await platform.mine(2)
}

describe("the pool", () => {
  it("grows when the last minutes needed more than there are, once, and no further than it may", async ({
    newPlatform,
    chain,
  }) => {
    const platform = await newPlatform({ cells: 8, capacity: ckb("600") })
    const ctx = bounds(platform.ctx, 8, 24)
    expect(await resizePool(ctx)).toEqual({ cells: 8, needed: 0, change: 0, short: false })
    await lent(ctx, 5, 0)
    expect(await resizePool(ctx)).toEqual({ cells: 8, needed: 10, change: 2, short: false })
    // It is under way: what the next run would do it has done.
    expect(await resizePool(ctx)).toMatchObject({ change: 0 })
    await comesThrough(platform, chain)
    const after = await resizePool(ctx)
    expect(after).toMatchObject({ change: 0, needed: 10 })
    expect(after.cells).toBeGreaterThanOrEqual(10)
    await lent(ctx, 100, 1)
    expect(await resizePool(ctx)).toMatchObject({ needed: 200, change: 24 - after.cells })
    await comesThrough(platform, chain)
    expect(await resizePool(ctx)).toMatchObject({ change: 0 })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
    expect(await ctx.db.poolOperation.count()).toBe(2)
  })

  it("shrinks when a whole day has needed less than half, and no further than it may", async ({
    newPlatform,
    chain,
  }) => {
    const platform = await newPlatform({ cells: 40 })
    const ctx = bounds(platform.ctx, 8, 100)
    await lent(ctx, 2, 30)
    // Not a day yet.
    expect(await resizePool(ctx)).toMatchObject({ change: 0 })
    await lent(ctx, 11, 24 * 60 + 5)
    const before = await capacities(ctx)
    // Ten of forty free ones, 650 CKB, become one that can still be lent: the fee leaves room.
    expect(await resizePool(ctx)).toMatchObject({ cells: 40, needed: 0, change: -9 })
    await comesThrough(platform, chain)
    expect(await capacities(ctx)).toHaveLength(before.length - 9)
    // A day that needed many leaves it alone; so does one that needed half of them.
    await lent(ctx, 8, 600)
    expect(await resizePool(ctx)).toMatchObject({ cells: 31, change: 0 })
    expect(await resizePool(bounds(ctx, 31, 100))).toMatchObject({ change: 0 })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("is changed by no more than resting cells, and not at all during an alarm", async ({ newPlatform }) => {
    const { ctx: own } = await newPlatform({ cells: 8, capacity: ckb("600") })
    const ctx = bounds(own, 2, 100)
    await lent(ctx, 8, 0)
    await ctx.db.$executeRaw`UPDATE platform_cell SET held_at = now() WHERE id % 2 = 0`
    await ctx.db.$executeRaw`UPDATE platform_cell SET reserved = id % 4 = 1`
    await pause(ctx.db, { scope: "all", reason: "alarm", detail: "it rang" })
    await expect(resizePool(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
    // Two of eight, and they must be neither held nor kept for payouts. 535 + 535 - 100 CKB are 14 cells.
    expect(await resizePool(ctx)).toMatchObject({ cells: 8, needed: 16, change: 8, short: false })
    const used = await ctx.db.platformCell.findMany({ where: { state: "claimed" } })
    expect(used.length).toBeLessThanOrEqual(2)
    for (const { reserved, heldAt } of used) expect({ reserved, heldAt }).toEqual({ reserved: false, heldAt: null })
  })

  it("that holds too little for what is needed says so", async ({ newPlatform }) => {
    const { ctx } = await newPlatform({ cells: 4 })
    await lent(ctx, 4, 0)
    expect(await resizePool(bounds(ctx, 4, 100))).toEqual({ cells: 4, needed: 8, change: 0, short: true })
    expect(await ctx.db.poolOperation.count()).toBe(0)
  })
})

it("what is needed counts cells that are lent, by the busiest minute", async ({ newPlatform }) => {
  const { ctx } = await newPlatform({ cells: 0 })
  expect(await poolDemand(ctx)).toEqual({ lately: 0, ofDay: undefined })
  await lent(ctx, 3, 2)
  await lent(ctx, 9, 20)
  expect(await poolDemand(ctx)).toEqual({ lately: 6, ofDay: undefined })
  await lent(ctx, 50, 24 * 60 + 1)
  expect(await poolDemand(ctx)).toEqual({ lately: 6, ofDay: 18 })
})
