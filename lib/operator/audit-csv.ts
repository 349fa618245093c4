import type { Context } from "@/lib/context"
import { csvOfPages } from "@/lib/csv"
import { type AuditFilter, type AuditRecord, listAudit } from "./query"

const ROWS_A_PIECE = 1_000
const COLUMNS = ["id", "time", "who", "action", "subject", "reason"]

/** The audit log as CSV (RFC 4180), newest first. */
export function auditCsv(ctx: Context, filter: AuditFilter): AsyncGenerator<string> {
  return csvOfPages(COLUMNS, (cursor) => listAudit(ctx, { ...filter, cursor, limit: ROWS_A_PIECE }), rowOf)
}

function rowOf({ id, createdAt, actor, action, subject, reason }: AuditRecord): string[] {
  return [id.toString(), createdAt.toISOString(), actor, action, subject, reason]
}
