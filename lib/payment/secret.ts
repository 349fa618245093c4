import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import type { Context } from "@/lib/context"

/** What lets the one who prepared a payment read and cancel it: 32 random bytes. Only its hash is kept. */
export function createClientSecret(): { secret: string; hash: Uint8Array<ArrayBuffer> } {
  const secret = randomBytes(32).toString("base64url")
  return { secret, hash: hashSecret(secret) }
}

/** What keeps a commitment from being guessed: 32 random bytes, for those who may read the payment. */
export function createSalt(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(32))
}

/** Whether `secret` is the one that this payment's prepare returned. False for an unknown payment, too. */
export async function verifyClientSecret(ctx: Context, paymentId: bigint, secret: string): Promise<boolean> {
  const payment = await ctx.db.payment.findUnique({ where: { id: paymentId }, select: { clientSecretHash: true } })
  // An unknown payment costs as much work as a known one.
  const isRight = timingSafeEqual(payment?.clientSecretHash ?? new Uint8Array(32), hashSecret(secret))
  return payment !== null && isRight
}

function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest())
}
