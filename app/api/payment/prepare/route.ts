import { mayKnowPayment, readerOf } from "@/lib/http/access"
import { preparePayment as contract, preparedJson, recordedJson } from "@/lib/http/api/payment"
import { addressOf } from "@/lib/http/client-address"
import { stillThere } from "@/lib/http/idempotency"
import { endpoint } from "@/lib/http/methods"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { preparePayment } from "@/lib/payment/prepare"
import { readPrepared } from "@/lib/payment/prepared"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request: asked, body, project }) => {
    const request = {
      mayRead: await readerOf(ctx, asked),
      sender: body.sender,
      info: body.info,
      category: body.category,
      senderDid: body.sender_did,
      receiverDid: body.receiver_did,
      reference: body.reference,
      message: body.message,
      projectId: project,
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
            mayKnow: (id) => mayKnowPayment(ctx, asked, id),
          })
    return preparedJson(prepared)
  },
  {
    keep: ({ payment_id, client_secret, paid_before }) => ({ payment_id, client_secret, paid_before }),
    recall: async (ctx, { payment_id, client_secret, paid_before }) => ({
      ...recordedJson(stillThere(await readPrepared(ctx, BigInt(payment_id), client_secret))),
      paid_before,
    }),
  },
)
