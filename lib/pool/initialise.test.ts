import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { faucet } from "@/lib/chain/faucet"
import { ConfigError } from "@/lib/config"
import { reconcile } from "@/lib/reconciliation/reconcile"
import type { TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { growPool, planPool } from "./initialise"

const it = sharedStage()
  /** What the operator does: look, send what is missing, once, and let the pool grow. */
  .extend("fill", ({ chain }) => async (platform: TestPlatform, wanted: number) => {
    const { ctx } = platform
    const { shortfall } = await planPool(ctx, wanted)
    if (shortfall > 0n) {
      const { txHash } = await faucet(ctx.chain, { address: ctx.chain.platform.address, amount: shortfall })
      await chain.commit(txHash)
      await platform.follow()
    }
    /** How many cells each transaction made. */
    const transactions: number[] = []
    const made = await growPool(ctx, wanted, async (soFar) => {
      transactions.push(soFar - transactions.reduce((total, each) => total + each, 0))
      const { txHash } = await ctx.db.chainTransaction.findFirstOrThrow({ orderBy: { id: "desc" } })
      await chain.commit(ccc.hexFrom(txHash))
      await platform.follow()
    })
    return { made, transactions }
  })

/** Capacities of the live cells, the smallest first. */
async function cells({ ctx }: TestPlatform): Promise<bigint[]> {
  const rows = await ctx.db.platformCell.findMany({
    where: { state: "free" },
    select: { capacity: true },
    orderBy: { capacity: "asc" },
  })
  return rows.map(({ capacity }) => capacity)
}

describe("an empty pool", () => {
  it("says what it lacks, and changes nothing by being asked", async ({ newPlatform }) => {
    const platform = await newPlatform({ cells: 0 })
    const expected = { lendable: 0, wanted: 32, missing: 32, cellCapacity: ckb("65"), shortfall: ckb("2280") }
    expect(await planPool(platform.ctx, 32)).toEqual(expected)
    expect(await planPool(platform.ctx, 32)).toEqual(expected)
    expect(await cells(platform)).toEqual([])
  })

  it("does not grow without money, and says how much to send where", async ({ newPlatform }) => {
    const platform = await newPlatform({ cells: 0 })
    const { ctx } = platform
    const growing = growPool(ctx, 4, async () => {})
    await expect(growing).rejects.toThrow(ConfigError)
    await expect(growing).rejects.toThrow(`Send 460 CKB to ${ctx.chain.platform.address}`)
    expect(await ctx.db.chainTransaction.count()).toBe(0)
  })

  it("becomes exactly as many cells of 65 CKB as are wanted, and one that holds the rest", async ({
    newPlatform,
    fill,
  }) => {
    const platform = await newPlatform({ cells: 0 })
    expect(await fill(platform, 40)).toEqual({ made: 40, transactions: [40] })
    const [rest, ...wanted] = (await cells(platform)).reverse()
    expect(wanted).toEqual(Array.from({ length: 40 }, () => ckb("65")))
    expect(rest).toBeGreaterThan(ckb("199.9"))
    expect(await reconcile(platform.ctx)).toMatchObject({ ok: true })
  })

  it.for<[string, Record<string, string>]>([
    ["1", {}],
    ["9", {}],
    ["3", { MIN_WITHDRAWAL_CKB: "61" }],
    ["12", { MIN_WITHDRAWAL_CKB: "1000" }],
  ])("of %s cells is filled by what it asked for, %j", async ([wanted, env], { newPlatform, fill }) => {
    const platform = await newPlatform({ cells: 0, env })
    const { cellCapacity, shortfall } = await planPool(platform.ctx, Number(wanted))
    await fill(platform, Number(wanted))
    expect(await planPool(platform.ctx, Number(wanted))).toMatchObject({ missing: 0, shortfall: 0n })
    const capacities = await cells(platform)
    expect(capacities.filter((capacity) => capacity < cellCapacity).length).toBeLessThanOrEqual(1)
    const lost = shortfall - capacities.reduce((total, capacity) => total + capacity, 0n)
    // Only the network was paid.
    expect(lost).toBeLessThan(ckb("0.001"))
    expect(await reconcile(platform.ctx)).toMatchObject({ ok: true })
  })

  it("is made by several transactions when it is large", async ({ newPlatform, fill }) => {
    const platform = await newPlatform({ cells: 0 })
    expect(await fill(platform, 520)).toEqual({ made: 520, transactions: [500, 20] })
    expect((await cells(platform)).filter((capacity) => capacity === ckb("65"))).toHaveLength(520)
    expect(await reconcile(platform.ctx)).toMatchObject({ ok: true })
  })
})

describe("a pool that is filled again", () => {
  it("stays as it is when nothing is missing", async ({ newPlatform, fill }) => {
    const platform = await newPlatform({ cells: 0 })
    await fill(platform, 8)
    const before = await cells(platform)
    expect(await fill(platform, 8)).toEqual({ made: 0, transactions: [] })
    expect(await fill(platform, 5)).toEqual({ made: 0, transactions: [] })
    expect(await cells(platform)).toEqual(before)
    expect(await platform.ctx.db.poolOperation.count()).toBe(1)
  })

  it("gets only the difference when more are wanted", async ({ newPlatform, fill }) => {
    const platform = await newPlatform({ cells: 0 })
    await fill(platform, 8)
    const { lendable } = await planPool(platform.ctx, 8)
    expect(await planPool(platform.ctx, 20)).toMatchObject({ lendable, missing: 20 - lendable })
    expect(await fill(platform, 20)).toEqual({ made: 20 - lendable, transactions: [20 - lendable] })
    const after = await cells(platform)
    expect(after.filter((capacity) => capacity === ckb("65")).length).toBeGreaterThanOrEqual(19)
    expect((await planPool(platform.ctx, 20)).missing).toBe(0)
    expect(await reconcile(platform.ctx)).toMatchObject({ ok: true })
  })

  it("counts no cell that has grown too large to lend, and makes cells of it instead", async ({
    newPlatform,
    fill,
  }) => {
    const platform = await newPlatform({ cells: 1, capacity: ckb("1000") })
    expect(await planPool(platform.ctx, 4)).toMatchObject({ lendable: 0, missing: 4, shortfall: 0n })
    expect(await fill(platform, 4)).toMatchObject({ made: 4 })
    expect((await cells(platform)).slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ckb("65")))
  })

  it("asks for nothing, or for enough to be sent as a cell", async ({ newPlatform }) => {
    const almost = ckb("2800") - ckb("99.99999999")
    const platform = await newPlatform({ cells: 1, capacity: almost })
    expect(await planPool(platform.ctx, 40)).toMatchObject({ missing: 40, shortfall: 0n })
    expect(await planPool(platform.ctx, 41)).toMatchObject({ missing: 41, shortfall: ckb("164.99999999") })
  })

  it("spends no cell that is bound to a payment", async ({ newPlatform, fill }) => {
    const platform = await newPlatform({ cells: 2, capacity: ckb("5000") })
    const { ctx } = platform
    await ctx.db.$executeRaw`UPDATE platform_cell SET state = 'claimed' WHERE id = (SELECT min(id) FROM platform_cell)`
    await fill(platform, 10)
    const [bound] = await ctx.db.platformCell.findMany({ where: { capacity: ckb("5000") } })
    expect(bound).toMatchObject({ state: "claimed" })
    expect((await planPool(ctx, 10)).missing).toBe(0)
  })
})
