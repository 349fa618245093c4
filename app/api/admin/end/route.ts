import { end as contract } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { endTransaction, stuckOf } from "@/lib/operator/end-transaction"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body, operator }) => {
  const { kind, id, reason } = body
  return { tx_hash: await endTransaction(ctx, stuckOf(kind, id), { reason, actor: operator.actor }) }
})
