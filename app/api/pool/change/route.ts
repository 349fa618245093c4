import { changePool as contract, operationJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { changePool } from "@/lib/operator/change-pool"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { operation, cells, inputs, tx_hash: txHash, reason } = body
  return operationJson(await changePool(ctx, { operation, cells }, { inputs, txHash }, reason))
})
