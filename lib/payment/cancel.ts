import type { Context } from "@/lib/context"
import { NotFound, StateMismatch } from "@/lib/errors"
import { releaseHolds } from "@/lib/pool/hold"

/**
 * Ends a payment that nobody has signed, and gives its hold back. Cancelling twice is fine.
 *
 * @throws NotFound for an unknown payment
 * @throws StateMismatch once it is signed or over: only the chain decides then
 */
export async function cancelPayment(ctx: Context, paymentId: bigint): Promise<void> {
  const [cancelled] = await ctx.db.$queryRaw<{ platform_cell_id: bigint }[]>`
    WITH ended AS (
      UPDATE payment SET status = 'cancelled' WHERE id = ${paymentId} AND status = 'prepared'
      RETURNING id, platform_cell_id
    ), entries AS (
      UPDATE account a SET status = 'void' FROM ended WHERE a.payment_id = ended.id AND a.status = 'pending'
    )
    SELECT platform_cell_id FROM ended`
  if (cancelled) return releaseHolds(ctx.db, [cancelled.platform_cell_id])

  const payment = await ctx.db.payment.findUnique({ where: { id: paymentId }, select: { status: true } })
  if (!payment) throw new NotFound(`There is no payment ${paymentId}.`)
  if (payment.status === "cancelled") return
  throw new StateMismatch(`Payment ${paymentId} is ${payment.status} and cannot be cancelled any more.`, {
    details: { payment_status: payment.status },
  })
}
