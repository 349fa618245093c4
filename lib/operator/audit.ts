import type { Db, DbTransaction } from "@/lib/db"

/** Who acts: a person through the pages or the API, a person at the command line, or the platform by its own rules. */
export type Actor = "operator" | "command" | "platform"

export interface AuditEntry {
  actor: Actor
  action:
    | "pause"
    | "resume"
    | "end"
    | "settle"
    | "run_job"
    | "add_cells"
    | "merge_cells"
    | "withdraw_fees"
    | "approve_payout"
    | "raise_day_limit"
  /** What it is done to, for example "payment 12" */
  subject: string
  /** Why, in the words of the one who does it */
  reason: string
}

/** Writes down what the operator does, in the database transaction that does it. */
export async function audit(db: Db | DbTransaction, entry: AuditEntry): Promise<void> {
  await db.auditLog.create({ data: entry })
}
