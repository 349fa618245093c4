import { inVerb } from "@/lib/failpoint"
import { refundPayment } from "@/lib/refund/refund"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"

const AMOUNT = ckb("20")

/** A shop gives a part of a payment back, and asks what became of that before it tries again. */
export const refund: Scenario = {
  stage: { paid: ckb("60") },
  run: async ({ ctx }) => {
    const { id: paymentId } = await ctx.db.payment.findFirstOrThrow()
    await inVerb("refund", () => refundPayment(ctx, { paymentId, amount: AMOUNT }))
  },
  askAgain: async ({ platform: { ctx } }) => {
    const { id: paymentId } = await ctx.db.payment.findFirstOrThrow()
    if ((await ctx.db.refund.count()) === 0) await refundPayment(ctx, { paymentId, amount: AMOUNT })
  },
  expect: async ({ ctx, client, expect }) => {
    const made = await ctx.db.refund.findMany({ include: { entries: true } })
    if (client === "asks again") expect(made).toHaveLength(1)
    expect(made.length).toBeLessThanOrEqual(1)
    const [payment] = await ctx.db.payment.findMany()
    expect(payment?.refunded).toBe(made[0] ? AMOUNT : 0n)
    const told = await ctx.db.event.count({ where: { type: "refund.created" } })
    expect(told).toBe(made.length)
  },
}
