import { exportPayments as contract } from "@/lib/http/api/payment-record"
import { endpoint } from "@/lib/http/methods"
import { paymentsCsv } from "@/lib/operator/payments-csv"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query, headers }) => {
  headers.set("content-disposition", 'attachment; filename="payments.csv"')
  return paymentsCsv(ctx, query)
})
