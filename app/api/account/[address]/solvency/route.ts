import { parseAddress } from "@/lib/chain/address"
import { getAccountProof as contract, proofJson } from "@/lib/http/api/solvency"
import { endpoint } from "@/lib/http/methods"
import { accountProof } from "@/lib/solvency/account-proof"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return proofJson(await accountProof(ctx, lockHash, query.block))
})
