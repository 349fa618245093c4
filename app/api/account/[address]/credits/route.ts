import { parseAddress } from "@/lib/chain/address"
import { listCredits as contract, creditJson } from "@/lib/http/api/solvency"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listCredits } from "@/lib/solvency/credits"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return pageJson(await listCredits(ctx, lockHash, query), creditJson)
})
