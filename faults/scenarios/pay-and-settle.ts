import { inVerb } from "@/lib/failpoint"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"
import { comesThrough, payQuickly } from "../scenario-steps"

const AMOUNT = ckb("100")

/** What a server does from a payment's first request to the receiver's payout. */
export const payAndSettle: Scenario = {
  run: async ({ ctx, sender, receiver, say }) => {
    const request = { sender: sender.address, receiver: receiver.address, amount: AMOUNT, splits: [] }
    const { paymentId, rawTx } = await inVerb("prepare", () => preparePayment(ctx, request))
    const signed = await sender.sign(rawTx)
    say({ id: paymentId.toString(), signed })
    await inVerb("transfer", () => submitPayment(ctx, { paymentId, rawTx: signed }))
    await comesThrough(ctx)
    await inVerb("settle", () => settle(ctx))
    await comesThrough(ctx)
    await inVerb("reconcile", () => reconcile(ctx))
  },
  askAgain: async ({ platform: { ctx }, sender, receiver, heard, expect }) => {
    if (heard && "signed" in heard) {
      const request = { paymentId: BigInt(heard.id), rawTx: heard.signed }
      const first = await submitPayment(ctx, request)
      expect(await submitPayment(ctx, request)).toEqual(first)
    } else await payQuickly({ ctx, sender, receiver }, AMOUNT)
  },
  expect: async ({ client, payments, received, expect }) => {
    if (client === "asks again") expect(payments).toHaveLength(1)
    expect(payments.length).toBeLessThanOrEqual(1)
    const [paid] = payments
    expect(received).toBe(paid ? paid.amount - paid.platformFee : 0n)
  },
}
