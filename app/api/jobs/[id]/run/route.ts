import { runJob as contract, ranJobJson } from "@/lib/http/api/job"
import { endpoint } from "@/lib/http/methods"
import { runJobNow } from "@/lib/jobs/run-now"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) =>
  ranJobJson(await runJobNow(ctx, params.id, body.reason)),
)
