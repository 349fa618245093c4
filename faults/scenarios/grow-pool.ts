import { inVerb } from "@/lib/failpoint"
import { growPool as growPoolTo } from "@/lib/pool/initialise"
import type { Scenario } from "../scenario"
import { followUntilQuiet } from "../scenario-steps"

/** The pool splits its largest cell. */
export const growPool: Scenario = {
  run: async ({ ctx }) => {
    const wanted = (await ctx.db.platformCell.count({ where: { state: "free" } })) + 4
    await inVerb("grow pool", () => growPoolTo(ctx, wanted, () => followUntilQuiet(ctx)))
  },
  expect: async ({ ctx, expect }) => {
    // The five of the stage, or four more.
    expect([5, 9]).toContain(await ctx.db.platformCell.count({ where: { state: "free" } }))
  },
}
