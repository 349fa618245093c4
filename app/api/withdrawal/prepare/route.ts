import { prepareWithdrawal as contract } from "@/lib/http/contracts/withdrawal"
import { endpoint } from "@/lib/http/methods"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const prepared = await prepareWithdrawal(ctx, body)
  return {
    withdrawal_id: Number(prepared.withdrawalId),
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
})
