import { submitWithdrawal as contract } from "@/lib/http/contracts/withdrawal"
import { endpoint } from "@/lib/http/methods"
import { submitWithdrawal } from "@/lib/withdrawal/submit"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { withdrawalId, txHash, status } = await submitWithdrawal(ctx, {
    withdrawalId: body.withdrawal_id,
    rawTx: body.raw_tx,
  })
  return { withdrawal_id: Number(withdrawalId), tx_hash: txHash, status }
})
