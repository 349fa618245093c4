import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { type JobResult, jobs } from "./registry"
import { JobFailed, runJob } from "./run"

export type RunNow =
  | { status: "ok"; result: JobResult }
  /** It runs at this moment, in some process. */
  | { status: "busy" }
  | { status: "failed"; error: string }

/**
 * Runs a job at once, because the operator asked.
 *
 * @param reason for the log
 * @throws NotFound when there is no such job
 */
export async function runJobNow(ctx: Context<Person>, id: string, reason: string): Promise<RunNow> {
  const job = jobs.find((candidate) => candidate.id === id)
  if (!job) throw new NotFound(`There is no job ${id}.`)
  await audit(ctx.db, ctx, { action: "run_job", subject: id, reason })
  try {
    const outcome = await runJob(ctx, job, "manual")
    // Without a tick to serve, a run is never one that was done before.
    return outcome.status === "ok" ? outcome : { status: "busy" }
  } catch (error) {
    if (error instanceof JobFailed) return { status: "failed", error: error.message }
    throw error
  }
}
