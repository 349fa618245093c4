import { Cron } from "croner"
import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { type Job, jobs } from "./registry"

declare global {
  /**
   * Since when this process sees to it that jobs run, in milliseconds since 1970 by this machine's clock; tests and
   * commands do not.
   */
  var microPayJobsSince: number | undefined
}

/** One late start is a busy machine, two are bad luck. */
const TICKS_MISSED = 3
/** A run may take longer than its schedule's interval, and nobody begins another one in that time. */
const RUN_MS = 15 * 60_000

/** What the database says of a job's last run. */
interface LastRun {
  job: string
  started_at: Date
  status: string
}

/**
 * The jobs that nobody has begun for their last three ticks: the scheduler hangs, or Inngest's server is down.
 *
 * @param now by the database's clock, as the runs are
 * @param since when this process began to look after jobs; what was missed before may still be made up for
 * @returns their ids
 */
export function overdueJobs(
  config: Config,
  { runs, now, since }: { runs: LastRun[]; now: Date; since: Date },
  list: readonly Job[] = jobs,
): string[] {
  return list
    .filter((job) => {
      const ticks = new Cron(job.schedule(config), { timezone: "UTC", paused: true }).previousRuns(TICKS_MISSED, now)
      const oldest = ticks.at(-1)
      if (ticks.length < TICKS_MISSED || !oldest || since >= oldest) return false
      const run = runs.find((row) => row.job === job.id)
      if (run?.status === "running" && now.getTime() - run.started_at.getTime() < RUN_MS) return false
      return !run || run.started_at < oldest
    })
    .map(({ id }) => id)
}

/** From now on this process sees to it that jobs run, by itself or by Inngest. */
export function expectJobs(): void {
  globalThis.microPayJobsSince ??= Date.now()
}

/** The ids of the jobs that are overdue now. */
export async function readOverdueJobs({ db, config }: Context): Promise<string[]> {
  const runs = await db.$queryRaw<(LastRun & { now: Date })[]>`
    SELECT r.job, r.started_at, r.status, now.now FROM (SELECT now()) now LEFT JOIN job_run r ON true`
  const now = runs[0]?.now ?? new Date()
  const age = Date.now() - (globalThis.microPayJobsSince ?? Date.now())
  return overdueJobs(config, { runs, now, since: new Date(now.getTime() - age) })
}
