import { planPool as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { planJson } from "@/lib/http/operator-json"
import { planPoolChange } from "@/lib/operator/change-pool"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  planJson(await planPoolChange(ctx, body)),
)
