import { parseAddress } from "@/lib/chain/address"
import { listLinks as contract } from "@/lib/http/contracts/link"
import { linkWithSumsJson } from "@/lib/http/json"
import { linkNext } from "@/lib/http/link"
import { endpoint } from "@/lib/http/methods"
import { listPaymentLinks } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, params, query, headers }) => {
    const { lockHash } = await parseAddress(ctx.chain, params.address)
    const page = await listPaymentLinks(ctx, { receiverLockHash: lockHash, ...query })
    linkNext(request, headers, page.next)
    return page.items.map(linkWithSumsJson)
  },
)
