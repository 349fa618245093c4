import { parseAddress } from "@/lib/chain/address"
import { listLinks as contract, linkWithSumsJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listPaymentLinks } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return pageJson(await listPaymentLinks(ctx, { receiverLockHash: lockHash, ...query }), linkWithSumsJson)
})
