import { raiseDayLimit as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { raiseDayLimit } from "@/lib/operator/approve-payout"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  await raiseDayLimit(ctx, { ...body, actor: "operator" })
})
