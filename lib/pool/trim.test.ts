import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { pause } from "@/lib/pause"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { holdCell } from "./hold"
import { trimPool } from "./trim"

const it = sharedStage()

/** Nothing has used the cells for a while. */
const age = ({ db }: Context) => db.$executeRaw`UPDATE platform_cell SET created_at = now() - interval '11 minutes'`
const free = ({ db }: Context) => db.platformCell.findMany({ where: { state: "free" }, orderBy: { capacity: "asc" } })

it("a cell above ten times the minimum serves senders again, although there is nobody to pay out", async ({
  chain,
  newPlatform,
}) => {
  const platform = await newPlatform({ cells: 1, capacity: ckb("2000") })
  const { ctx } = platform
  expect(await holdCell(ctx.db, ctx.config.minWithdrawal)).toBeUndefined()
  await age(ctx)
  expect(await trimPool(ctx)).toEqual({ made: 7 })
  const { txHash } = await ctx.db.chainTransaction.findFirstOrThrow()
  await chain.commit(toHex(txHash))
  await platform.mine(1)
  const cells = await free(ctx)
  expect(cells).toHaveLength(7)
  for (const { capacity } of cells) expect(capacity).toBeLessThanOrEqual(ckb("325"))
  expect(await holdCell(ctx.db, ctx.config.minWithdrawal)).toBeDefined()
  expect(await reconcile(ctx)).toMatchObject({ ok: true })
  await age(ctx)
  expect(await trimPool(ctx)).toEqual({ made: 0 })
})

it("settlements have the first turn, cells that can be lent are left alone, and an alarm stops it", async ({
  newPlatform,
}) => {
  const platform = await newPlatform({ cells: 1, capacity: ckb("650.00000001") })
  const { ctx } = platform
  expect(await trimPool(ctx)).toEqual({ made: 0 })
  await age(ctx)
  await pause(ctx.db, { scope: "all", reason: "alarm", detail: "it rang" })
  await expect(trimPool(ctx)).rejects.toMatchObject({ code: "PAUSED" })
  await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
  await ctx.db.$executeRaw`UPDATE platform_cell SET capacity = ${ckb("650")}`
  expect(await trimPool(ctx)).toEqual({ made: 0 })
  expect(await ctx.db.chainTransaction.count()).toBe(0)
})
