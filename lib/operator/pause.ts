import { type Actor, audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { pause } from "@/lib/pause"
import type { PauseScope } from "@/lib/pause-scopes"

/** The operator stops new payments, payouts or both. Doing it twice is fine. What is signed already goes on. */
export async function pauseByOperator(
  ctx: Context,
  input: { scope: PauseScope; reason: string; actor: Actor },
): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    await pause(db, { scope: input.scope, reason: `operator_${input.scope}`, detail: input.reason })
    await audit(db, { actor: input.actor, action: "pause", subject: input.scope, reason: input.reason })
  })
}

/**
 * Ends a pause, whether the operator or an alarm began it. An alarm whose cause remains begins it again.
 *
 * @throws NotFound when no such pause is open
 */
export async function resume(ctx: Context, input: { id: bigint; reason: string; actor: Actor }): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    const [ended] = await db.$queryRaw<{ reason: string }[]>`
      UPDATE "pause" SET "resolved_at" = now() WHERE "id" = ${input.id} AND "resolved_at" IS NULL RETURNING "reason"`
    if (!ended) throw new NotFound(`There is no open pause ${input.id}.`)
    await audit(db, { actor: input.actor, action: "resume", subject: ended.reason, reason: input.reason })
  })
}
