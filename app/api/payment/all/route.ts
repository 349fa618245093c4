import { listPayments as contract } from "@/lib/http/contracts/payment"
import { paymentPage } from "@/lib/http/lists"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, (call) => paymentPage(call, {}))
