import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"
import { comesThrough, followUntilQuiet, payQuickly } from "../scenario-steps"

/** A payout has waited, fees have risen, and it gets another attempt. */
export const raiseFee: Scenario = {
  run: async (server) => {
    const { ctx } = server
    await payQuickly(server, ckb("100"))
    await followUntilQuiet(ctx)
    await settle(ctx)
    const later = await feesHaveRisen(ctx)
    await inVerb("raise fee", () => raiseFees(later))
    await comesThrough(ctx)
  },
  askAgain: async ({ platform }) => {
    const { ctx } = platform
    // A server that died before there was a payout to raise makes it first.
    for (let blocks = 0; (await ctx.db.settlement.count()) === 0 && blocks < 10; blocks++) {
      await platform.mine()
      await settle(ctx)
    }
    await raiseFees(await feesHaveRisen(ctx))
  },
  expect: async ({ ctx, client, received, expect }) => {
    expect(received).toBe(ckb("99"))
    if (client === "asks again")
      expect(await ctx.db.chainTransaction.count({ where: { settlementId: { not: null } } })).toBe(2)
  },
}

/** Ten minutes later, and the network asks for more. */
async function feesHaveRisen(ctx: Context): Promise<Context> {
  await ctx.db
    .$executeRaw`UPDATE chain_transaction SET created_at = now() - interval '10 minutes' WHERE status = 'signed'`
  return { ...ctx, chain: { ...ctx.chain, feeRate: () => Promise.resolve(6_000n) } }
}
