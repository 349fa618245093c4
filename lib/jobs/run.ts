import { actingAs, type Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { describeFailure, isRetryable } from "@/lib/failure"
import { inSpan } from "@/lib/trace"
import type { Job, JobResult } from "./registry"
import { openLockSession } from "./session"
import type { RunStatus } from "./types"

/** Who asked for a run. */
export type JobTrigger = "schedule" | "inngest" | "manual"

export type JobOutcome =
  | { status: "ok"; result: JobResult }
  /** Another process is running it at this moment. */
  | { status: "busy" }
  /** This tick of the schedule was served already, by another instance or before a restart. */
  | { status: "done_before" }

/** A run that failed, after it was recorded. Its message holds no secret, and it has no cause that could. */
export class JobFailed extends Error {
  override readonly name = "JobFailed"

  constructor(
    readonly job: string,
    message: string,
    readonly retryable: boolean,
  ) {
    super(message)
  }
}

/**
 * Runs a job now, unless another process runs it: an advisory lock on a connection of its own, which the database takes
 * back when this process dies. The run is recorded in `job_run`, and logged in one line.
 *
 * @param due the tick of the schedule that this run serves: a job that started since then is not run again for it
 * @throws JobFailed when the job fails, or the database cannot be reached
 */
export async function runJob(ctx: Context, job: Job, trigger: JobTrigger, due?: Date): Promise<JobOutcome> {
  const startedAt = performance.now()
  try {
    const outcome = await runLocked(ctx, job, due)
    const line = { job: job.id, trigger, ms: Math.round(performance.now() - startedAt), ...outcome }
    if (outcome.status === "ok") ctx.log.info(line, "job ran")
    else ctx.log.debug(line, "job not run")
    return outcome
  } catch (error) {
    const reason = describeFailure(error, ctx.config)
    ctx.log.error({ job: job.id, trigger, ms: Math.round(performance.now() - startedAt), reason }, "job failed")
    throw new JobFailed(job.id, reason, isRetryable(error))
  }
}

async function runLocked(ctx: Context, job: Job, due: Date | undefined): Promise<JobOutcome> {
  const session = await openLockSession(ctx.config.databaseUrl.reveal(), `job ${job.id}`)
  try {
    if (!(await session.tryLock(`job ${job.id}`))) return { status: "busy" }
    const run = await recordStart(ctx, job, due)
    if (!run) return { status: "done_before" }
    try {
      const result = await inSpan("job.run", { job: job.id }, () =>
        inVerb(job.id, () => job.handler(actingAs(ctx, { kind: "platform", job: job.id }))),
      )
      await recordEnd(ctx, job, run, "ok")
      return { status: "ok", result }
    } catch (error) {
      // The reason for the failure may be the database itself; then the first error is the one to report.
      await recordEnd(ctx, job, run, "failed", describeFailure(error, ctx.config)).catch(() => {})
      throw error
    }
  } finally {
    await session.close()
  }
}

/**
 * The start is never earlier than the tick that it serves: instances whose clocks differ from the database's by a
 * second would otherwise each find that nobody has served it.
 *
 * @returns when the run started, which names it; undefined when the tick was served before
 */
async function recordStart({ db }: Context, job: Job, due: Date | undefined): Promise<string | undefined> {
  const tick = due?.toISOString() ?? null
  const rows = await db.$queryRaw<{ started: string }[]>`
    INSERT INTO job_run (job, started_at, status)
    VALUES (${job.id}, greatest(clock_timestamp(), ${tick}::timestamptz), 'running')
    ON CONFLICT (job) DO UPDATE
      SET started_at = excluded.started_at, finished_at = NULL, status = 'running', error = NULL
      WHERE ${tick}::timestamptz IS NULL OR job_run.started_at < ${tick}::timestamptz
    RETURNING started_at::text AS started`
  return rows[0]?.started
}

/**
 * Leaves the record alone when another run has begun since: this one had lost its lock with its connection. The last
 * failure stays when later runs go well, and the last success when they fail.
 */
async function recordEnd(
  ctx: Context,
  job: Job,
  run: string,
  status: Exclude<RunStatus, "running">,
  error?: string,
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE job_run
    SET finished_at = greatest(clock_timestamp(), started_at), status = ${status}, error = ${error ?? null},
      succeeded_at = CASE WHEN ${status} = 'ok' THEN greatest(clock_timestamp(), started_at) ELSE succeeded_at END,
      failed_at = CASE WHEN ${status} = 'ok' THEN failed_at ELSE greatest(clock_timestamp(), started_at) END,
      failure = CASE WHEN ${status} = 'ok' THEN failure ELSE ${error ?? ""} END
    WHERE job = ${job.id} AND started_at = ${run}::timestamptz`
}
