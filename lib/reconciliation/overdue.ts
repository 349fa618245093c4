import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { pause } from "@/lib/pause"

/** After this long without a comparison with the chain, payouts stop. The job runs every five minutes. */
const OVERDUE_MINUTES = 15
/** After a gap this long in the watching the time starts again: the program was down, and the job could not run. */
const GAP_MINUTES = 3
const REASON = "reconciliation_overdue"

/**
 * Pauses settlement when no reconciliation has succeeded for a quarter of an hour in which the program ran, whoever
 * runs it: the embedded scheduler, Inngest, or a person. The leader looks every half minute, so it is noticed when the
 * job fails and when it never runs. Restarts that take less than `GAP_MINUTES` do not give it more time.
 */
export async function watchReconciliation(ctx: Context): Promise<void> {
  const [row] = await ctx.db.$queryRaw<{ minutes: number }[]>`
    UPDATE reconciliation_watch SET watched_at = now(), watched_since = CASE
      WHEN watched_at > now() - ${GAP_MINUTES} * interval '1 minute' THEN watched_since ELSE now() END
    RETURNING (extract(epoch FROM now() - greatest(watched_since, succeeded_at)) / 60)::float8 AS minutes`
  if (!row || row.minutes < OVERDUE_MINUTES) return
  const [job] = await ctx.db.$queryRaw<{ error: string | null }[]>`
    SELECT error FROM job_run WHERE job = 'reconcile'`
  const why = job ? (job.error ?? "its last run has not ended, or is too long ago") : "the job has never run"
  const detail = `The books have not been compared with the chain for ${OVERDUE_MINUTES} minutes: ${why}`
  const isNew = await pause(ctx.db, { scope: "settlement", reason: REASON, detail })
  if (isNew) ctx.log.error({ detail }, "alarm: reconciliation is overdue, settlement is paused")
}

/** All rows of the books are added up this often. */
const FULL_HOURS = 24

/** Whether a day has passed since all rows were added up and no difference was found. */
export async function isFullDue({ db }: Pick<Context, "db">): Promise<boolean> {
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    SELECT (full_at > now() - ${FULL_HOURS} * interval '1 hour') IS NOT TRUE AS due FROM reconciliation_watch`
  return row?.due ?? true
}

interface Found {
  /** the differences, in shannons */
  pool: bigint
  owed: bigint
  /** of all rows, and not only of totals and what was booked lately */
  full: boolean
  /** the newest entry of the ledger that was there */
  upTo: bigint
}

/**
 * Notes that a comparison was made, and what it found: a difference raises its own alarm, and has the next run add up
 * all rows too.
 */
export async function noteReconciliation(ctx: Context, { pool, owed, full, upTo }: Found): Promise<void> {
  const isExact = pool === 0n && owed === 0n
  const isOld = Prisma.sql`${isExact} AND seen_at < now() - interval '1 minute'`
  await ctx.db.$executeRaw`
    UPDATE reconciliation_watch SET succeeded_at = now(), exact_at = CASE WHEN ${isExact} THEN now() ELSE exact_at END,
      pool_difference = ${pool}, owed_difference = ${owed},
      full_at = CASE WHEN NOT ${isExact} THEN NULL WHEN ${full} THEN now() ELSE full_at END,
      checked = CASE WHEN ${isOld} THEN seen ELSE checked END, seen = CASE WHEN ${isOld} THEN ${upTo} ELSE seen END,
      seen_at = CASE WHEN ${isOld} THEN now() ELSE seen_at END`
  const ended = await ctx.db.$executeRaw`
    UPDATE pause SET resolved_at = now() WHERE reason = ${REASON} AND resolved_at IS NULL`
  if (ended > 0) ctx.log.info("reconciliation works again, settlement goes on")
}
