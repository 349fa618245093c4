import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import type { PreparedPayment } from "./prepare"

/**
 * What prepare returned, made again from the payment, of which none of this ever changes; undefined when there is no
 * such payment. What was paid before it changes, so that is not among it.
 *
 * @param clientSecret what was returned with it: the database has only its hash
 */
export async function readPrepared(
  { db }: Context,
  paymentId: bigint,
  clientSecret: string,
): Promise<Omit<PreparedPayment, "paidBefore"> | undefined> {
  const payment = await db.payment.findUnique({ where: { id: paymentId } })
  if (!payment?.commitmentSalt) return undefined
  return {
    paymentId,
    clientSecret,
    salt: toHex(payment.commitmentSalt),
    txHash: toHex(payment.txHash),
    rawTx: toHex(payment.unsignedTx),
    amount: shannons(payment.amount),
    platformFee: shannons(payment.platformFee),
    networkFee: shannons(payment.networkFee),
    expiresAt: payment.expiresAt,
  }
}
