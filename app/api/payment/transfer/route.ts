import { transferPayment as contract } from "@/lib/http/contracts/payment"
import { endpoint } from "@/lib/http/methods"
import { transfer } from "@/lib/http/transfer"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, transfer)
