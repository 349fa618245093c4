import { withdrawFees as contract, feesDecidedJson } from "@/lib/http/api/fees"
import { endpoint } from "@/lib/http/methods"
import { withdrawFees } from "@/lib/operator/withdraw-fees"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { to, amount, inputs, tx_hash: txHash, reason } = body
  return feesDecidedJson(await withdrawFees(ctx, { to, amount }, { inputs, txHash }, reason))
})
