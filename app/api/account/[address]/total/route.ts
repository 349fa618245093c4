import { parseAddress } from "@/lib/chain/address"
import { getPartyTotal as contract, partyTotalJson } from "@/lib/http/api/totals"
import { endpoint } from "@/lib/http/methods"
import { totalOfParty } from "@/lib/payment/totals"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return partyTotalJson(await totalOfParty(ctx, lockHash, query))
})
