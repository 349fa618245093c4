import { inVerb } from "@/lib/failpoint"
import { trimPool as trimLargeCells } from "@/lib/pool/trim"
import { expectOneOperation } from "../operations"
import type { Scenario } from "../scenario"
import { comesThrough } from "../scenario-steps"

/** A cell that is too large to lend has not been used for long. */
export const trimPool: Scenario = {
  run: async ({ ctx }) => {
    await ctx.db.$executeRaw`UPDATE platform_cell SET created_at = now() - interval '11 minutes'`
    await inVerb("trim pool", () => trimLargeCells(ctx))
    await comesThrough(ctx)
  },
  askAgain: async ({ platform: { ctx } }) => {
    await trimLargeCells(ctx)
  },
  expect: async (end) => {
    const { ctx, received, expect } = end
    await expectOneOperation(end)
    expect(received).toBe(0n)
    // Nobody has ordered it.
    expect(await ctx.db.auditLog.count()).toBe(0)
  },
}
