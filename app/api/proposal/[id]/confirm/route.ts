import { confirmProposal as contract } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { confirmProposal } from "@/lib/operator/confirm-proposal"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) => {
  const { inputs, tx_hash: txHash, reason } = body
  const plan = inputs && txHash ? { inputs, txHash } : undefined
  return { tx_hash: await confirmProposal(ctx, params.id, plan, reason) }
})
