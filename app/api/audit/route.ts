import { listAudit as contract } from "@/lib/http/contracts/operator"
import { linkNext } from "@/lib/http/link"
import { endpoint } from "@/lib/http/methods"
import { auditJson } from "@/lib/http/operator-json"
import { listAudit } from "@/lib/operator/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, query, headers }) => {
    const page = await listAudit(ctx, query)
    linkNext(request, headers, page.next)
    return page.items.map(auditJson)
  },
)
