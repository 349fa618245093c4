import { getPool as contract } from "@/lib/http/contracts/money"
import { poolJson } from "@/lib/http/json"
import { linkNext } from "@/lib/http/link"
import { endpoint } from "@/lib/http/methods"
import { listPoolCells, oldestHold, summarizePool } from "@/lib/pool/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, query, headers }) => {
    const [summary, hold, page] = await Promise.all([summarizePool(ctx), oldestHold(ctx), listPoolCells(ctx, query)])
    linkNext(request, headers, page.next)
    return poolJson(summary, hold, page.items)
  },
)
