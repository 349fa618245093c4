import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { anchorEpoch } from "@/lib/solvency/anchor"
import { makeEpoch } from "@/lib/solvency/make-epoch"
import { getEpoch } from "@/lib/solvency/query"
import { ckb } from "@/test/support/payment"
import { expectOneOperation } from "../operations"
import type { Scenario } from "../scenario"
import { comesThrough } from "../scenario-steps"

async function prove(ctx: Context): Promise<void> {
  await makeEpoch(ctx)
  await anchorEpoch(ctx)
}

/** What is owed is made public, and its hash goes on the chain. */
export const proveSolvency: Scenario = {
  stage: { paid: ckb("60"), env: { SOLVENCY_BLOCKS: "1" } },
  run: async ({ ctx }) => {
    await inVerb("prove solvency", () => prove(ctx))
    await comesThrough(ctx)
  },
  askAgain: ({ platform: { ctx } }) => prove(ctx),
  expect: async (end) => {
    const { ctx, received, expect } = end
    const operations = await expectOneOperation(end)
    expect(received).toBe(0n)
    const [first, ...others] = await ctx.db.solvencyEpoch.findMany({ orderBy: { blockNumber: "asc" } })
    expect(first?.owed ?? 0n).toBe(first ? ckb("59.4") : 0n)
    // Each hangs on the one before; whatever died has left half of none.
    expect(others.map(({ previous }) => previous)).toEqual([first, ...others].slice(0, -1).map((one) => one?.hash))
    expect(await ctx.db.solvencyFile.count()).toBe(others.length + (first ? 1 : 0))
    const anchored = await ctx.db.poolOperation.findFirst({ where: { kind: "anchor" } })
    expect(anchored !== null).toBe(operations === 1)
    if (anchored) expect((await getEpoch(ctx, anchored.anchors ?? 0n)).anchor?.status).toBe("confirmed")
  },
}
