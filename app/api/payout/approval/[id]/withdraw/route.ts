import { withdrawApproval as contract } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { withdrawApproval } from "@/lib/operator/approve-payout"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) =>
  withdrawApproval(ctx, { ...params, ...body }),
)
