import { addressOf } from "@/lib/http/client-address"
import { preparePayment as contract } from "@/lib/http/contracts/payment"
import { endpoint } from "@/lib/http/methods"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { preparePayment } from "@/lib/payment/prepare"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request: asked, body }) => {
    const request = {
      sender: body.sender,
      info: body.info,
      category: body.category,
      senderDid: body.sender_did,
      receiverDid: body.receiver_did,
      network: ctx.config.network === "devnet" ? undefined : addressOf(ctx.config, asked),
    }
    const { splits } = body
    const prepared =
      body.link === undefined
        ? await preparePayment(ctx, { ...request, receiver: body.receiver, amount: body.amount, splits: splits ?? [] })
        : await preparePaymentByLink(ctx, {
            ...request,
            slug: body.link,
            receiver: body.receiver,
            amount: body.amount,
            splits,
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
  },
)
