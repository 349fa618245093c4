import { raiseDayLimit as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { decidedJson } from "@/lib/http/operator-json"
import { raiseDayLimit } from "@/lib/operator/approve-payout"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body, operator }) =>
  decidedJson(await raiseDayLimit(ctx, { ...body, actor: operator.actor })),
)
