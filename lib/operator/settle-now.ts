import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { settle } from "@/lib/settlement/settle"
import { topUp } from "@/lib/withdrawal/top-up"

/**
 * Pays everybody who is owed enough at once, because the operator asked. The audit log says so before anything is
 * signed, since payouts commit by themselves, many in one run.
 *
 * @param reason for the log
 * @returns the settlements, and the withdrawals into anyone-can-pay cells, that were made now
 * @throws what these throw
 */
export async function settleNow(
  ctx: Context<Person>,
  reason: string,
): Promise<{ settlements: bigint[]; withdrawals: bigint[] }> {
  await audit(ctx.db, ctx, { action: "settle", subject: "everybody who is owed enough", reason })
  const { settlements } = await settle(ctx)
  return { settlements, ...(await topUp(ctx)) }
}
