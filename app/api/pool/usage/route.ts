import { getUsage as contract, usageJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { poolLevel, poolUsage } from "@/lib/pool/usage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) => {
  const [level, buckets] = await Promise.all([poolLevel(ctx), poolUsage(ctx, query.hours)])
  return usageJson(level, buckets)
})
