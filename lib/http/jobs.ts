import { Cron } from "croner"
import type { Context } from "@/lib/context"
import { jobs } from "@/lib/jobs/registry"
import type { JobJson } from "./replies"

interface RunRow {
  job: string
  started_at: Date
  finished_at: Date | null
  status: NonNullable<JobJson["last_status"]>
  error: string | null
}

/** Every job of the registry, with its last run by whichever instance and its next on the schedule. */
export async function jobsJson({ config, db }: Context): Promise<JobJson[]> {
  const runs = await db.$queryRaw<RunRow[]>`SELECT job, started_at, finished_at, status, error FROM job_run`
  return jobs.map((job) => {
    const run = runs.find((row) => row.job === job.id)
    const schedule = job.schedule(config)
    return {
      id: job.id,
      schedule,
      last_run_at: run?.started_at.toISOString() ?? null,
      last_status: run?.status ?? null,
      last_error: run?.error ?? null,
      duration_ms: run?.finished_at ? run.finished_at.getTime() - run.started_at.getTime() : null,
      next_run_at: new Cron(schedule, { timezone: "UTC", paused: true }).nextRun()?.toISOString() ?? null,
    }
  })
}
