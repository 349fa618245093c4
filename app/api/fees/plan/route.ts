import { planFees as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { planJson } from "@/lib/http/operator-json"
import { planFeeWithdrawal } from "@/lib/operator/withdraw-fees"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  planJson(await planFeeWithdrawal(ctx, body)),
)
