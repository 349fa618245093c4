import { getPayment as contract } from "@/lib/http/contracts/payment"
import { entryJson, paymentJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"
import { getPayment } from "@/lib/payment/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  const payment = await getPayment(ctx, params.id)
  const { commitment, salt, entries } = payment
  return { ...paymentJson(payment), commitment, salt, accounts: entries.map(entryJson) }
})
