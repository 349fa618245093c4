import { listRefunds, refundJson, refundPayment } from "@/lib/http/api/refund"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { refundsOfPayment } from "@/lib/refund/query"
import { refundPayment as refund } from "@/lib/refund/refund"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listRefunds, {
  GET: route(listRefunds, async ({ ctx, params }) => (await refundsOfPayment(ctx, params.id)).map(refundJson)),
  POST: route(refundPayment, async ({ ctx, params, body }) =>
    refundJson(await refund(ctx, { paymentId: params.id, ...body })),
  ),
})
