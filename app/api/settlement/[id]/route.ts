import { getSettlement as contract } from "@/lib/http/contracts/money"
import { settlementJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"
import { getSettlement } from "@/lib/settlement/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  settlementJson(await getSettlement(ctx, params.id)),
)
