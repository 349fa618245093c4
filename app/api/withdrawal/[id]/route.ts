import { getWithdrawal as contract } from "@/lib/http/contracts/withdrawal"
import { withdrawalJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"
import { getWithdrawal } from "@/lib/withdrawal/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  withdrawalJson(await getWithdrawal(ctx, params.id)),
)
