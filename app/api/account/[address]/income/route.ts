import { parseAddress } from "@/lib/chain/address"
import { getIncome as contract, incomeJson } from "@/lib/http/api/receiver"
import { endpoint } from "@/lib/http/methods"
import { incomeByDay } from "@/lib/receiver/income"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return incomeJson(await incomeByDay(ctx, lockHash, query.days))
})
