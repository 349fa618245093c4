import { getPaymentEvents as contract } from "@/lib/http/api/payment"
import { addressOf } from "@/lib/http/client-address"
import { endpoint } from "@/lib/http/methods"
import { paymentEvents } from "@/lib/http/payment-events"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, ({ ctx, request, params }) =>
  paymentEvents(ctx, params.id, addressOf(ctx.config, request)),
)
