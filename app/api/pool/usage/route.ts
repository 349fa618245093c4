import { getUsage as contract, usageJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { poolDemand } from "@/lib/pool/demand"
import { poolLevel, poolUsage } from "@/lib/pool/usage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) => {
  const [level, demand, buckets] = await Promise.all([poolLevel(ctx), poolDemand(ctx), poolUsage(ctx, query.hours)])
  return usageJson(level, demand, buckets)
})
