import { expect } from "vitest"
import { freshRowsStage } from "@/lib/payment/rows.fixture"
import { countEvents, DURATION_BOUNDS, readEventCounts } from "./count"

const it = freshRowsStage()

it("each event is counted once, with how long it took since the one before, whoever counts", async ({ db, rows }) => {
  const ids = [await rows.payment(), await rows.payment()]
  expect(await Promise.all([countEvents({ db }), countEvents({ db })])).toContain(2)
  expect(await countEvents({ db })).toBe(0)
  // As if the time of an event could be chosen: the trigger's default is the transaction's.
  for (const id of ids)
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(0.02)`
      await tx.$executeRaw`UPDATE payment SET status = 'submitted' WHERE id = ${id}`
    })
  await countEvents({ db })
  const counts = await readEventCounts({ db })
  expect(counts.map(({ type, count }) => [type, count])).toEqual([
    ["payment.prepared", 2],
    ["payment.submitted", 2],
  ])
  const submitted = counts[1]
  expect(submitted?.seconds).toBeGreaterThan(0.02)
  expect(submitted?.seconds).toBeLessThan(60)
  expect(submitted?.buckets.length).toBe(DURATION_BOUNDS.length + 1)
  expect(submitted?.buckets.reduce((total, count) => total + count, 0)).toBe(2)
})
