import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import type { Context } from "@/lib/context"

/** What lets the one who prepared a payment read and cancel it: 32 random bytes. Only its hash is kept. */
export function createClientSecret(): { secret: string; hash: Uint8Array<ArrayBuffer> } {
  const secret = randomBytes(32).toString("base64url")
  return { secret, hash: hashSecret(secret) }
}

/** Whether `secret` is the one that this payment's prepare returned. False for an unknown payment, too. */
export async function verifyClientSecret(ctx: Context, paymentId: bigint, secret: string): Promise<boolean> {
  const payment = await ctx.db.payment.findUnique({ where: { id: paymentId }, select: { clientSecretHash: true } })
  return payment !== null && timingSafeEqual(payment.clientSecretHash, hashSecret(secret))
}

function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(secret).digest())
}
