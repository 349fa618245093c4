import { changePool as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { operationJson } from "@/lib/http/operator-json"
import { changePool } from "@/lib/operator/change-pool"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body, operator }) => {
  const { operation, cells, inputs, tx_hash: txHash, reason } = body
  return operationJson(
    await changePool(ctx, { operation, cells }, { inputs, txHash }, { reason, actor: operator.actor }),
  )
})
