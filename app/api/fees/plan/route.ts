import { planFees as contract } from "@/lib/http/api/fees"
import { planJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { planFeeWithdrawal } from "@/lib/operator/withdraw-fees"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  planJson(await planFeeWithdrawal(ctx, body)),
)
