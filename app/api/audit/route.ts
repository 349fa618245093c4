import { auditJson, listAudit as contract } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listAudit } from "@/lib/operator/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) =>
  pageJson(await listAudit(ctx, query), auditJson),
)
