import { createHash } from "node:crypto"
import { nameOf } from "@/lib/actor"
import type { Context } from "@/lib/context"
import { addressOf } from "./client-address"
import { operatorOf } from "./operator"
import { signedInWallet } from "./wallet-session"

/**
 * Who is asking, as a text that nobody else gets: what is kept for one caller is never another's. The strongest that
 * they bring counts: a payment's client secret, a wallet's session, HTTP Basic, the operator's session, and without any
 * of them their network address.
 *
 * It lets nobody in (`authorize` does), so a secret or a password that is wrong only makes a caller of its own.
 */
export async function callerOf(ctx: Context, request: Request, clientSecret: string | undefined): Promise<string> {
  if (clientSecret !== undefined) return `secret ${digest(clientSecret)}`
  const wallet = await signedInWallet(ctx, request)
  if (wallet) return `wallet ${wallet.lockHash}`
  const authorization = request.headers.get("authorization")
  if (authorization !== null) return `basic ${digest(authorization)}`
  const operator = await operatorOf(ctx, request)
  return operator ? nameOf(operator.actor) : `address ${addressOf(ctx.config, request)}`
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
