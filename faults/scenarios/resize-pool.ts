import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { resizePool as followDemand } from "@/lib/pool/resize"
import { expectOneOperation } from "../operations"
import type { Scenario } from "../scenario"
import { comesThrough } from "../scenario-steps"

/** A crowd has bound more cells at once than half of the pool, and the large cell is not one of those for payouts. */
async function crowd({ db }: Context): Promise<void> {
  await db.$executeRaw`UPDATE platform_cell SET reserved = false WHERE state = 'free'`
  await db.$executeRaw`
    INSERT INTO pool_sample (taken_at, free, held, claimed, quarantined, capacity, claimed_capacity, lent)
    VALUES (date_trunc('minute', now()), 0, 0, 8, 0, 0, 0, 8)
    ON CONFLICT (taken_at) DO UPDATE SET lent = 8`
}

export const resizePool: Scenario = {
  run: async ({ ctx }) => {
    await crowd(ctx)
    await inVerb("resize pool", () => followDemand(ctx))
    await comesThrough(ctx)
  },
  askAgain: async ({ platform: { ctx } }) => {
    await crowd(ctx)
    await followDemand(ctx)
  },
  expect: async (end) => {
    const { ctx, received, expect } = end
    await expectOneOperation(end)
    expect(received).toBe(0n)
    // Nobody has ordered it.
    expect(await ctx.db.auditLog.count()).toBe(0)
  },
}
