import { getPool as contract, poolJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { listPoolCells, oldestHold, summarizePool } from "@/lib/pool/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) => {
  const [summary, hold, page] = await Promise.all([summarizePool(ctx), oldestHold(ctx), listPoolCells(ctx, query)])
  return { reply: poolJson(summary, hold, page.items), next: page.next }
})
