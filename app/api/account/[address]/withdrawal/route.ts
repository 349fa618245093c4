import { parseAddress } from "@/lib/chain/address"
import { getWithdrawalOutlook as contract, withdrawalOutlookJson } from "@/lib/http/api/withdrawal"
import { endpoint } from "@/lib/http/methods"
import { withdrawalOutlook } from "@/lib/withdrawal/outlook"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  withdrawalOutlookJson(await withdrawalOutlook(ctx, await parseAddress(ctx.chain, params.address))),
)
