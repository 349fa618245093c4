import { changePool, type PoolChange, planPoolChange } from "@/lib/operator/change-pool"
import { expectOneOperation, ordered } from "../operations"
import type { Scenario } from "../scenario"

const MERGE: PoolChange = { operation: "merge", cells: 4 }
const REASON = "they are too many"

/** The operator has cells merged. */
export const mergeCells: Scenario = {
  ...ordered("merge cells", () => ({
    plan: (ctx) => planPoolChange(ctx, MERGE),
    carryOut: (ctx, expected) => changePool(ctx, MERGE, expected, REASON),
  })),
  expect: async (end) => {
    const { ctx, received, expect } = end
    expect(await ctx.db.auditLog.count()).toBe(await expectOneOperation(end))
    expect(received).toBe(0n)
  },
}
