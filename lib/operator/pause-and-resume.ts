import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { pause } from "@/lib/pause"
import type { PauseScope } from "@/lib/pause-scopes"

/** The operator stops new payments, payouts or both. Doing it twice is fine. What is signed already goes on. */
export async function pauseByOperator(
  ctx: Context<Person>,
  { scope, reason }: { scope: PauseScope; reason: string },
): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    await pause(db, { scope, reason: `operator_${scope}`, detail: reason })
    await audit(db, ctx, { action: "pause", subject: scope, reason })
  })
}

/**
 * Ends a pause, whether the operator or an alarm began it. An alarm whose cause remains begins it again.
 *
 * @throws NotFound when no such pause is open
 */
export async function resume(ctx: Context<Person>, { id, reason }: { id: bigint; reason: string }): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    const [ended] = await db.$queryRaw<{ reason: string }[]>`
      UPDATE pause SET resolved_at = now() WHERE id = ${id} AND resolved_at IS NULL RETURNING reason`
    if (!ended) throw new NotFound(`There is no open pause ${id}.`)
    await audit(db, ctx, { action: "resume", subject: ended.reason, reason })
  })
}
