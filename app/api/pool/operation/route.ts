import { listPoolOperations as contract, poolOperationJson } from "@/lib/http/api/pool"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listPoolOperations } from "@/lib/operator/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) =>
  pageJson(await listPoolOperations(ctx, query), poolOperationJson),
)
