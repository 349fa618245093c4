import { Cron } from "croner"
import type { Context } from "@/lib/context"
import { jobs } from "./registry"
import type { RunStatus } from "./types"

/** A job with its last run, by whichever instance, and its next on the schedule. */
export interface JobState {
  id: string
  /** cron, UTC */
  schedule: string
  lastRun: JobRun | undefined
  nextRunAt: Date | null
}

interface JobRun {
  startedAt: Date
  finishedAt: Date | null
  status: RunStatus
  error: string | null
  /** Of the last run that went well, and of the last that failed, whatever came since */
  succeededAt: Date | null
  failedAt: Date | null
  failure: string | null
}

/** Every job of the registry. */
export async function listJobs({ config, db }: Context): Promise<JobState[]> {
  const runs = await db.$queryRaw<(JobRun & { job: string })[]>`
    SELECT job, started_at AS "startedAt", finished_at AS "finishedAt", status, error,
      succeeded_at AS "succeededAt", failed_at AS "failedAt", failure
    FROM job_run`
  return jobs.map(({ id, schedule }) => {
    const cron = schedule(config)
    const lastRun = runs.find((run) => run.job === id)
    return { id, schedule: cron, lastRun, nextRunAt: new Cron(cron, { timezone: "UTC", paused: true }).nextRun() }
  })
}
