import { cancelPayment as contract } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { cancelPayment } from "@/lib/payment/cancel"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  await cancelPayment(ctx, params.id)
  return { payment_id: Number(params.id), status: "cancelled" as const }
})
