import { paymentJson } from "@/lib/http/api/payment"
import { findPayments as contract } from "@/lib/http/api/payment-record"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { findPayments } from "@/lib/operator/find-payments"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) =>
  pageJson(await findPayments(ctx, query), paymentJson),
)
