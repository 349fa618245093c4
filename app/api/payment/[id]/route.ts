import { getPayment as contract, paymentWithAccountsJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { getPayment } from "@/lib/payment/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  paymentWithAccountsJson(await getPayment(ctx, params.id)),
)
