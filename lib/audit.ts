import type { Db, DbTransaction } from "./db"

/** An operator through the pages or the API. Rows from before operators had names say `operator`. */
export type OperatorActor = `operator:${string}`

/** Who acts: an operator, a person at the command line, the platform by its own rules, or a receiver who is signed in with their wallet. */
export type Actor = OperatorActor | "command" | "platform" | "receiver"

export function operatorActor(name: string): OperatorActor {
  return `operator:${name}`
}

/** Whatever the log has ever said: one that is no longer written stays here, for its rows stay. */
export const AUDIT_ACTIONS = [
  "pause",
  "resume",
  "end",
  "settle",
  "run_job",
  "add_cells",
  "merge_cells",
  "withdraw_fees",
  "approve_payout",
  "raise_day_limit",
  "withdraw_approval",
  "propose",
  "withdraw_proposal",
  "payout_settings",
  "adopt",
  "add_operator",
  "change_roles",
  "disable_operator",
  "enable_operator",
  "new_password",
  "reset_second_factor",
  "enrol",
  "sign_out_everywhere",
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface AuditEntry {
  actor: Actor
  action: AuditAction
  /** What it is done to, for example "payment 12" */
  subject: string
  /** Why, in the words of the one who does it */
  reason: string
}

/** Writes down what was done, in the database transaction that does it. */
export async function audit(db: Db | DbTransaction, entry: AuditEntry): Promise<void> {
  await db.auditLog.create({ data: entry })
}
