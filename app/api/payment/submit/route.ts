import { submitPayment as contract, transferredJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { submitPayment } from "@/lib/payment/submit"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  transferredJson(await submitPayment(ctx, { paymentId: body.payment_id, rawTx: body.raw_tx })),
)
