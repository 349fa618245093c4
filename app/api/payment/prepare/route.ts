import { preparePayment as contract } from "@/lib/http/contracts/payment"
import { endpoint } from "@/lib/http/methods"
import { preparePayment } from "@/lib/payment/prepare"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const prepared = await preparePayment(ctx, {
    sender: body.sender,
    receiver: body.receiver,
    amount: body.amount,
    splits: body.splits ?? [],
    info: body.info,
    category: body.category,
    senderDid: body.sender_did,
    receiverDid: body.receiver_did,
  })
  return {
    payment_id: Number(prepared.paymentId),
    client_secret: prepared.clientSecret,
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    platform_fee: prepared.platformFee.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
})
