import { getLedger as contract, ledgerJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { ledgerOfPayment } from "@/lib/ledger/of-payment"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  ledgerJson(await ledgerOfPayment(ctx, params.id)),
)
