import { parseAddress } from "@/lib/chain/address"
import { listEntries as contract } from "@/lib/http/contracts/money"
import { receivedEntryJson } from "@/lib/http/json"
import { linkNext } from "@/lib/http/link"
import { endpoint } from "@/lib/http/methods"
import { listEntries } from "@/lib/ledger/entries"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, params, query, headers }) => {
    const { lockHash } = await parseAddress(ctx.chain, params.address)
    const page = await listEntries(ctx, lockHash, query)
    linkNext(request, headers, page.next)
    return page.items.map(receivedEntryJson)
  },
)
