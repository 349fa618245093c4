import { getLinkPayment as contract } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { paymentOfLink } from "@/lib/link/payment"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  const paymentId = await paymentOfLink(ctx, params.slug)
  return { payment_id: paymentId === null ? null : Number(paymentId) }
})
