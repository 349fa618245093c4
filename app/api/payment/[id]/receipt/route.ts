import { getReceipt as contract, receiptJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { provableReceipt } from "@/lib/payment/receipt"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  receiptJson(await provableReceipt(ctx, params.id)),
)
