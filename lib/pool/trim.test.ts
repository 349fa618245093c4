import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { toHex } from "@/lib/hex"
import { pause } from "@/lib/pause"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { holdCell } from "./hold"
import { trimPool } from "./trim"

let chain: TestChain
let platform: TestPlatform
beforeAll(async () => {
  chain = await startDevnet()
})
afterAll(() => chain.stop())
afterEach(() => platform.stop())

/** Nothing has used the cells for a while. */
const age = () => platform.ctx.db.$executeRaw`UPDATE "platform_cell" SET "created_at" = now() - interval '11 minutes'`
const free = () => platform.ctx.db.platformCell.findMany({ where: { state: "free" }, orderBy: { capacity: "asc" } })

it("a cell above ten times the minimum serves senders again, although there is nobody to pay out", async () => {
  platform = await startPlatform(chain, { cells: 1, capacity: ckb("2000") })
  const { ctx } = platform
  expect(await holdCell(ctx.db, ctx.config.minWithdrawal)).toBeUndefined()
  await age()
  expect(await trimPool(ctx)).toEqual({ made: 7 })
  const { txHash } = await ctx.db.chainTransaction.findFirstOrThrow()
  await chain.commit(toHex(txHash))
  await platform.mine(1)
  const cells = await free()
  expect(cells).toHaveLength(7)
  for (const { capacity } of cells) expect(capacity).toBeLessThanOrEqual(ckb("325"))
  expect(await holdCell(ctx.db, ctx.config.minWithdrawal)).toBeDefined()
  expect(await reconcile(ctx)).toMatchObject({ ok: true })
  await age()
  expect(await trimPool(ctx)).toEqual({ made: 0 })
})

it("settlements have the first turn, cells that can be lent are left alone, and an alarm stops it", async () => {
  platform = await startPlatform(chain, { cells: 1, capacity: ckb("650.00000001") })
  const { ctx } = platform
  expect(await trimPool(ctx)).toEqual({ made: 0 })
  await age()
  await pause(ctx.db, { scope: "all", reason: "alarm", detail: "it rang" })
  await expect(trimPool(ctx)).rejects.toMatchObject({ code: "PAUSED" })
  await ctx.db.$executeRaw`UPDATE "pause" SET "resolved_at" = now()`
  await ctx.db.$executeRaw`UPDATE "platform_cell" SET "capacity" = ${ckb("650")}`
  expect(await trimPool(ctx)).toEqual({ made: 0 })
  expect(await ctx.db.chainTransaction.count()).toBe(0)
})
