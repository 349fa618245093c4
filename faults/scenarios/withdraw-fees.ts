import { planFeeWithdrawal, withdrawFees as withdrawEarnedFees } from "@/lib/operator/withdraw-fees"
import { ckb } from "@/test/support/payment"
import { expectOneOperation, ordered } from "../operations"
import type { Scenario } from "../scenario"

/** A cell of its own; the fees that were earned would be enough for two of them. */
const AMOUNT = ckb("80")
const REASON = "the month is over"

/** The operator takes out what the platform has earned. */
export const withdrawFees: Scenario = {
  // Most of the payment is the fee.
  stage: { paid: ckb("200"), env: { PLATFORM_FEE_BPS: "9000" } },
  ...ordered("withdraw fees", ({ address: to }) => ({
    plan: (ctx) => planFeeWithdrawal(ctx, { to, amount: AMOUNT }),
    carryOut: (ctx, expected) => withdrawEarnedFees(ctx, { to, amount: AMOUNT }, expected, REASON),
  })),
  expect: async (end) => {
    const { ctx, received, expect } = end
    const times = await expectOneOperation(end)
    expect(await ctx.db.auditLog.count()).toBe(times)
    expect(received).toBe(AMOUNT * BigInt(times))
  },
}
