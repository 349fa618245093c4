import { raiseDayLimit as contract, decidedJson } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { raiseDayLimit } from "@/lib/operator/approve-payout"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  decidedJson(await raiseDayLimit(ctx, body)),
)
