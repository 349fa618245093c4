import { createHmac, timingSafeEqual } from "node:crypto"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import { installationKey } from "@/lib/session/installation-key"

/**
 * The key of a link that shows one payment to whoever has it. It is computed and stored nowhere: from the
 * installation's secret, the payment's id, and its transaction, so that it opens no other payment should the id be
 * given out once more after a backup was restored.
 *
 * @throws NotFound for a payment that does not exist: no key is made for one that may come
 */
export async function shareKeyOf(ctx: Context, paymentId: bigint): Promise<string> {
  const payment = await find(ctx, paymentId)
  if (!payment) throw new NotFound("There is no payment with this id.")
  return keyOf(ctx, paymentId, payment.txHash)
}

/** Whether `key` is this payment's. False for an unknown payment, too, after as much work as for any. */
export async function verifyShareKey(ctx: Context, paymentId: bigint, key: string): Promise<boolean> {
  const payment = await find(ctx, paymentId)
  const right = Buffer.from(await keyOf(ctx, paymentId, payment?.txHash ?? new Uint8Array(32)))
  const given = Buffer.from(key)
  return given.length === right.length && timingSafeEqual(given, right) && payment !== null
}

function find({ db }: Context, id: bigint) {
  return db.payment.findUnique({ where: { id }, select: { txHash: true } })
}

async function keyOf({ db }: Context, paymentId: bigint, txHash: Uint8Array): Promise<string> {
  const secret = await installationKey(db, "payment share")
  return createHmac("sha256", secret)
    .update(`${paymentId} ${toHex(txHash)}`)
    .digest("base64url")
}
