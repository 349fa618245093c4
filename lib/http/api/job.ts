import { z } from "zod"
import type { JobState } from "@/lib/jobs/query"
import type { RunNow } from "@/lib/jobs/run-now"
import { RUN_NOW_STATUSES, RUN_STATUSES } from "@/lib/jobs/types"
import { contract } from "../contract"
import { reasonBody, text, time } from "./fields"

export const jobParams = z.object({ id: text(1, 100) })

const jobReply = z
  .object({
    id: z.string().meta({ example: "settle" }),
    schedule: z.string().meta({ description: "cron, UTC" }),
    last_run_at: time.nullable(),
    last_status: z.enum(RUN_STATUSES).nullable().meta({ example: "ok" }),
    last_error: z.string().nullable(),
    duration_ms: z.int().nullable(),
    last_success_at: time.nullable(),
    last_failure_at: time.nullable().meta({ description: "It stays when later runs go well" }),
    last_failure: z.string().nullable(),
    next_run_at: time.nullable(),
  })
  .meta({ id: "Job" })
export type JobJson = z.infer<typeof jobReply>
export const jobsReply = z.array(jobReply)

export const ranJobReply = z
  .object({
    status: z.enum(RUN_NOW_STATUSES),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "JobOutcome" })
export type RanJobJson = z.infer<typeof ranJobReply>

export function jobJson({ id, schedule, lastRun, nextRunAt }: JobState): JobJson {
  const { startedAt, finishedAt = null, status = null, error = null } = lastRun ?? {}
  const { succeededAt = null, failedAt = null, failure = null } = lastRun ?? {}
  return {
    id,
    schedule,
    last_run_at: startedAt?.toISOString() ?? null,
    last_status: status,
    last_error: error,
    duration_ms: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    last_success_at: succeededAt?.toISOString() ?? null,
    last_failure_at: failedAt?.toISOString() ?? null,
    last_failure: failure,
    next_run_at: nextRunAt?.toISOString() ?? null,
  }
}

export function ranJobJson(ran: RunNow): RanJobJson {
  return { result: null, error: null, ...ran }
}

export const runJob = contract({
  method: "POST",
  path: "/api/jobs/{id}/run",
  summary: "Run a background job now",
  access: "operate",
  params: jobParams,
  body: reasonBody,
  reply: ranJobReply,
  errors: ["NOT_FOUND"],
})

export const getJobs = contract({
  method: "GET",
  path: "/api/jobs",
  summary: "Background jobs, their last run and their next",
  access: "look",
  limit: "read",
  reply: jobsReply,
})
