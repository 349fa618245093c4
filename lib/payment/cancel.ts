import type { Context } from "@/lib/context"
import { NotFound, StateMismatch } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { endUnsigned } from "./end-unsigned"

/**
 * Ends a payment that nobody has signed, and gives its hold back. Cancelling twice is fine.
 *
 * @throws NotFound for an unknown payment
 * @throws StateMismatch once it is signed or over: only the chain decides then
 */
export async function cancelPayment(ctx: Context, paymentId: bigint): Promise<void> {
  if ((await endUnsigned(ctx, "cancelled", Prisma.sql`id = ${paymentId}`)) > 0) return
  const payment = await ctx.db.payment.findUnique({ where: { id: paymentId }, select: { status: true } })
  if (!payment) throw new NotFound(`There is no payment ${paymentId}.`)
  if (payment.status === "cancelled") return
  throw new StateMismatch(`Payment ${paymentId} is ${payment.status} and cannot be cancelled any more.`, {
    details: { payment_status: payment.status },
  })
}
