import { runJob as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { runJobNow } from "@/lib/jobs/run-now"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, params, operator }) => ({
    result: null,
    error: null,
    ...(await runJobNow(ctx, params.id, operator.actor)),
  }),
)
