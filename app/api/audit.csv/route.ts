import { exportAudit as contract } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { auditCsv } from "@/lib/operator/audit-csv"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query, headers }) => {
  headers.set("content-disposition", 'attachment; filename="audit.csv"')
  return auditCsv(ctx, query)
})
