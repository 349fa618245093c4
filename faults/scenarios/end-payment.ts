import { inVerb } from "@/lib/failpoint"
import { endTransaction } from "@/lib/operator/end-transaction"
import { ckb } from "@/test/support/payment"
import { unlessDone } from "../operations"
import type { Scenario } from "../scenario"
import { comesThrough, payQuickly } from "../scenario-steps"

/** The operator ends a payment that the node has, by spending the platform's cell of it. */
export const endPayment: Scenario = {
  run: async (server) => {
    const { ctx } = server
    const { paymentId } = await payQuickly(server, ckb("20"))
    await inVerb("end", () => endTransaction(ctx, { paymentId }, "it is stuck"))
    await comesThrough(ctx)
  },
  askAgain: async ({ platform: { ctx } }) => {
    const stuck = await ctx.db.chainTransaction.findFirst({ where: { status: "signed", paymentId: { not: null } } })
    if (!stuck?.paymentId) return
    await unlessDone(endTransaction(ctx, { paymentId: stuck.paymentId }, "asked again"))
  },
  expect: async ({ payments, expect }) => {
    expect(payments.length).toBeLessThanOrEqual(1)
  },
}
