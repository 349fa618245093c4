import { Cron } from "croner"
import type { Context } from "@/lib/context"
import { sleep } from "@/lib/sleep"
import { type Job, jobs } from "./registry"
import { JobFailed, runJob } from "./run"

export interface Scheduler {
  /** No run begins after this; resolves when those under way have ended. */
  stop(): Promise<void>
}

/** Waits before a failed run is tried again, if the schedule itself does not come sooner. */
const RETRY_MS = [60_000, 5 * 60_000, 15 * 60_000]

/**
 * Runs the jobs on their schedules inside this process, when no Inngest does. Every instance may have one: the lock and
 * the record in the database let each tick be served once. A tick that fell into a restart is served at the start.
 */
export function startScheduler(
  ctx: Context,
  list: readonly Job[] = jobs,
  retries: readonly number[] = RETRY_MS,
): Scheduler {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()

  const crons = list.map((job) => {
    const serve = (cron: Cron) => {
      const run = serveTick(ctx, job, cron, retries, stopping.signal).finally(() => underWay.delete(run))
      underWay.add(run)
      return run
    }
    // UTC, as in Inngest: the same expression means the same time on every machine.
    const cron = new Cron(job.schedule(ctx.config), { timezone: "UTC", protect: true, paused: true }, serve)
    return { cron, serve }
  })
  for (const { cron, serve } of crons) {
    serve(cron).then(() => {
      if (!stopping.signal.aborted) cron.resume()
    })
  }

  return {
    async stop() {
      stopping.abort()
      for (const { cron } of crons) cron.stop()
      await Promise.all(underWay)
    },
  }
}

/** One tick, with its retries. Never throws: `runJob` has recorded and logged what failed. */
async function serveTick(
  ctx: Context,
  job: Job,
  cron: Cron,
  retries: readonly number[],
  stopping: AbortSignal,
): Promise<void> {
  if (stopping.aborted) return
  // "Before now", plus a millisecond: the timer may fire in the very millisecond of the tick.
  const [tick] = cron.previousRuns(1, new Date(Date.now() + 1))
  if (!tick || (await succeeds(ctx, job, tick))) return
  for (const wait of retries) {
    const next = cron.nextRun()
    if (!next || next.getTime() - Date.now() <= wait) return
    await sleep(wait, stopping)
    if (stopping.aborted || (await succeeds(ctx, job))) return
  }
}

/** @returns false only for a failure that may pass */
async function succeeds(ctx: Context, job: Job, tick?: Date): Promise<boolean> {
  try {
    await runJob(ctx, job, "schedule", tick)
    return true
  } catch (error) {
    return error instanceof JobFailed && !error.retryable
  }
}
