import { getSettlement as contract, settlementWithPayoutsJson } from "@/lib/http/api/settlement"
import { endpoint } from "@/lib/http/methods"
import { getSettlement } from "@/lib/settlement/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  settlementWithPayoutsJson(await getSettlement(ctx, params.id)),
)
