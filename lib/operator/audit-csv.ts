import type { Context } from "@/lib/context"
import { csvHead, csvRows } from "@/lib/csv"
import { type AuditFilter, type AuditRecord, listAudit } from "./query"

const ROWS_A_PIECE = 1_000
const COLUMNS = ["id", "time", "who", "action", "subject", "reason"]

/** The audit log as CSV (RFC 4180), newest first, a thousand rows at a time in memory; as `entriesCsv`. */
export async function* auditCsv(ctx: Context, filter: AuditFilter): AsyncGenerator<string> {
  let page = await listAudit(ctx, { ...filter, limit: ROWS_A_PIECE })
  yield csvHead(COLUMNS) + csvRows(page.items.map(rowOf))
  while (page.next !== undefined) {
    page = await listAudit(ctx, { ...filter, cursor: page.next, limit: ROWS_A_PIECE })
    yield csvRows(page.items.map(rowOf))
  }
}

function rowOf({ id, createdAt, actor, action, subject, reason }: AuditRecord): string[] {
  return [id.toString(), createdAt.toISOString(), actor, action, subject, reason]
}
