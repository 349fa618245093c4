import { inVerb } from "@/lib/failpoint"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"

/** Two payments that nobody signs: one is cancelled, one expires. */
export const neverSign: Scenario = {
  run: async ({ ctx, sender, receiver }) => {
    const request = { sender: sender.address, receiver: receiver.address, amount: ckb("20"), splits: [] }
    const { paymentId } = await preparePayment(ctx, request)
    await inVerb("cancel", () => cancelPayment(ctx, paymentId))
    await preparePayment(ctx, request)
    await ctx.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE status = 'prepared'`
    await inVerb("expire", () => expirePayments(ctx))
  },
  expect: async ({ ctx, expect }) => {
    expect(await ctx.db.chainTransaction.count()).toBe(0)
  },
}
