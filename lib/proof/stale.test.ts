import { expect, test } from "vitest"
import { isStale } from "./stale"

test("an epoch is stale when three more are overdue, and one that is due in years, too", () => {
  const epoch = { block: 12_300n, every: 100n }
  expect(isStale(epoch, 12_700n)).toBe(false)
  expect(isStale(epoch, 12_701n)).toBe(true)
  expect(isStale({ block: 0n, every: 100_000n }, 30_100n)).toBe(false)
  expect(isStale({ block: 0n, every: 100_000n }, 30_101n)).toBe(true)
})
