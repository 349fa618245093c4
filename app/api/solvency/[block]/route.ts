import { getEpoch as contract, epochJson } from "@/lib/http/api/solvency"
import { endpoint } from "@/lib/http/methods"
import { getEpoch } from "@/lib/solvency/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  epochJson(await getEpoch(ctx, params.block), ctx.chain.platform.address),
)
