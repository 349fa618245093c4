import { expect } from "vitest"
import { shannons } from "@/lib/money"
import { rowsStage } from "@/lib/payment/rows.fixture"
import { poolLevel, poolUsage } from "./usage"

const it = rowsStage()

it("the pool is low when fewer than a quarter of its cells can be lent, and bound or large cells do not count", async ({
  db,
  rows,
}) => {
  const config = { poolCells: 8, minWithdrawal: shannons(65n * 100_000_000n) }
  const level = () => poolLevel({ db, config } as never)
  await rows.cell("free")
  await rows.cell("claimed")
  await rows.cell("free", config.minWithdrawal * 10n + 1n)
  expect(await level()).toEqual({ low: true, lendable: 1, lowBelow: 2 })
  await rows.cell("free")
  expect(await level()).toEqual({ low: false, lendable: 2, lowBelow: 2 })
})

it("usage shows the busiest minute of each stretch", async ({ db }) => {
  await db.$executeRaw`
    INSERT INTO pool_sample (taken_at, free, held, claimed, quarantined, capacity, claimed_capacity)
    SELECT date_bin('15 minutes', now(), 'epoch') - interval '2 hours' + n * interval '1 minute', 10 - n, 1, n, 0,
      1000, n * 100
    FROM generate_series(0, 4) n`
  const usage = await poolUsage({ db } as never, 24)
  expect(usage).toEqual([
    { from: expect.any(Date), free: 7, claimed: 4, quarantined: 0, capacity: 1000n, claimedCapacity: 400n },
  ])
  expect(await poolUsage({ db } as never, 1)).toEqual([])
})
