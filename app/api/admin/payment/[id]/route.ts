import { getPaymentRecord as contract, paymentRecordJson } from "@/lib/http/api/payment-record"
import { endpoint } from "@/lib/http/methods"
import { readPaymentRecord } from "@/lib/operator/payment-record"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  paymentRecordJson(await readPaymentRecord(ctx, params.id)),
)
