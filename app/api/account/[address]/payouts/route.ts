import { parseAddress } from "@/lib/chain/address"
import { listPayouts as contract, receivedPayoutJson } from "@/lib/http/api/receiver"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listPayouts } from "@/lib/settlement/received"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return pageJson(await listPayouts(ctx, lockHash, query), receivedPayoutJson)
})
