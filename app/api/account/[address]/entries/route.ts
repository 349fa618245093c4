import { parseAddress } from "@/lib/chain/address"
import { listEntries as contract, receivedEntryJson } from "@/lib/http/api/receiver"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listEntries } from "@/lib/ledger/entries"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return pageJson(await listEntries(ctx, lockHash, query), receivedEntryJson)
})
