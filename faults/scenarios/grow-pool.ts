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
    // The five of the stage, one of them too large to lend; or five more, so that nine can be lent.
    expect([5, 10]).toContain(await ctx.db.platformCell.count({ where: { state: "free" } }))
  },
}
