import type { Db, DbTransaction } from "@/lib/db"

/**
 * Who acts: the operator through the pages or the API, a person at the command line, the platform by its own rules, or a receiver
 * who is signed in with their wallet.
 */
export type Actor = "operator" | "command" | "platform" | "receiver"

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
    | "payout_settings"
    | "adopt"
  /** What it is done to, for example "payment 12" */
  subject: string
  /** Why, in the words of the one who does it */
  reason: string
}

/** Writes down what was done, in the database transaction that does it. */
export async function audit(db: Db | DbTransaction, entry: AuditEntry): Promise<void> {
  await db.auditLog.create({ data: entry })
}
