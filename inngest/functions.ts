import { type InngestFunction, NonRetriableError, RetryAfterError } from "inngest"
import type { Config } from "@/lib/config"
import { type Job, jobs } from "@/lib/jobs/registry"
import { JobFailed, type JobOutcome, runJob } from "@/lib/jobs/run"
import { getBackgroundContext } from "@/lib/runtime"
import { inngest } from "./client"

/** The registry of jobs as Inngest functions: each on its schedule, and on its event if it has one. */
export function createFunctions(config: Config): InngestFunction.Any[] {
  return jobs.map((job) => toFunction(job, config))
}

function toFunction(job: Job, config: Config): InngestFunction.Any {
  const onSchedule = { cron: job.schedule(config) }
  return inngest.createFunction(
    {
      id: job.id,
      name: job.id,
      description: job.description,
      triggers: job.event ? [onSchedule, { event: job.event }] : [onSchedule],
      concurrency: 1,
      retries: 3,
    },
    ({ event, step }) =>
      step.run("run", async () => {
        const outcome = await runStep(job)
        // The run that is under way elsewhere may have chosen its work before this request came.
        const asked = event.name === job.event
        if (asked && outcome.status === "busy") throw new RetryAfterError(`${job.id} is running already`, "10s")
        return outcome
      }),
  )
}

/**
 * What goes to Inngest's server is an outcome or a described failure: never an error as it was thrown, which could hold
 * a secret.
 */
async function runStep(job: Job): Promise<JobOutcome> {
  try {
    return await runJob(await getBackgroundContext("jobs"), job, "inngest")
  } catch (error) {
    if (error instanceof JobFailed && !error.retryable) throw new NonRetriableError(error.message)
    if (error instanceof JobFailed) throw new Error(error.message)
    throw new Error("the server has not started: its database or node does not answer yet")
  }
}
