import { getWithdrawal as contract, withdrawalJson } from "@/lib/http/api/withdrawal"
import { endpoint } from "@/lib/http/methods"
import { getWithdrawal } from "@/lib/withdrawal/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  withdrawalJson(await getWithdrawal(ctx, params.id)),
)
