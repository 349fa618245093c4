import { getJobs as contract, jobJson } from "@/lib/http/api/job"
import { endpoint } from "@/lib/http/methods"
import { listJobs } from "@/lib/jobs/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) =>
  (await listJobs(ctx)).map(jobJson),
)
