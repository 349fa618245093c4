import type { Context } from "@/lib/context"
import { settle } from "@/lib/settlement/settle"
import { type Actor, audit } from "./audit"

/**
 * Settles at once, because the operator asked. The audit log says so before anything is signed, since a settlement commits by
 * itself, many times in one run.
 *
 * @throws what settling throws
 */
export async function settleNow(ctx: Context, { actor }: { actor: Actor }): Promise<{ settlements: bigint[] }> {
  await audit(ctx.db, { actor, action: "settle", subject: "everybody who is owed enough", reason: "asked for now" })
  return settle(ctx)
}
