import { withdrawFees as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { feesDecidedJson } from "@/lib/http/operator-json"
import { withdrawFees } from "@/lib/operator/withdraw-fees"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body, operator }) => {
  const { to, amount, inputs, tx_hash: txHash, reason } = body
  const why = { reason, actor: operator.actor }
  return feesDecidedJson(await withdrawFees(ctx, { to, amount }, { inputs, txHash }, why))
})
