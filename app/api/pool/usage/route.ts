import { getUsage as contract } from "@/lib/http/contracts/operator"
import { endpoint } from "@/lib/http/methods"
import { usageJson } from "@/lib/http/operator-json"
import { poolLevel, poolUsage } from "@/lib/pool/usage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) => {
  const [level, buckets] = await Promise.all([poolLevel(ctx), poolUsage(ctx, query.hours)])
  return usageJson(level, buckets)
})
