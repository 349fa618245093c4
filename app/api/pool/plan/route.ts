import { planPool as contract, planJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { planPoolChange } from "@/lib/operator/change-pool"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  planJson(await planPoolChange(ctx, body)),
)
