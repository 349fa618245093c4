import { getSettlement as contract, settlementJson } from "@/lib/http/api/settlement"
import { endpoint } from "@/lib/http/methods"
import { getSettlement } from "@/lib/settlement/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  settlementJson(await getSettlement(ctx, params.id)),
)
