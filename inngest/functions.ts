import { eventType, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest"
import type { Config } from "@/lib/config"
import { type Job, jobs, settleJob } from "@/lib/jobs/registry"
import { JobFailed, type JobOutcome, runJob } from "@/lib/jobs/run"
import { getContext } from "@/lib/runtime"
import { inngest } from "./client"

/** Send this event to settle now. */
export const settleRequested = eventType("micropay/settle.requested")

/** The registry of jobs as Inngest functions: one with a cron trigger for each, and one for each event. */
export function createFunctions(config: Config): InngestFunction.Any[] {
  return [...jobs.map((job) => scheduled(job, config)), settleOnRequest()]
}

function scheduled(job: Job, config: Config): InngestFunction.Any {
  return inngest.createFunction(
    {
      id: job.id,
      name: job.id,
      description: job.description,
      triggers: { cron: job.schedule(config) },
      concurrency: 1,
      retries: 3,
    },
    ({ step }) => step.run("run", () => runStep(job)),
  )
}

function settleOnRequest(): InngestFunction.Any {
  return inngest.createFunction(
    {
      id: "settle-on-request",
      name: "settle on request",
      description: settleJob.description,
      triggers: { event: settleRequested },
      concurrency: 1,
      retries: 10,
    },
    ({ step }) =>
      step.run("run", async () => {
        const outcome = await runStep(settleJob)
        // The run that is under way may have chosen what to pay before this request came.
        if (outcome.status === "busy") throw new RetryAfterError("settle is running already", "5s")
        return outcome
      }),
  )
}

/** What goes to Inngest's server is an outcome or a described failure: never an error as it was thrown, which could hold a secret. */
async function runStep(job: Job): Promise<JobOutcome> {
  try {
    return await runJob(await getContext(), job, "inngest")
  } catch (error) {
    if (error instanceof JobFailed && !error.retryable) throw new NonRetriableError(error.message)
    if (error instanceof JobFailed) throw new Error(error.message)
    throw new Error("the server has not started: its database or node does not answer yet")
  }
}
