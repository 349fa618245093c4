import { type NamedActor, nameOf } from "./actor"
import type { Db, DbTransaction } from "./db"

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
  "refund",
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
  action: AuditAction
  /** What it is done to, for example "payment 12" */
  subject: string
  /** Why, in the words of the one who does it */
  reason: string
}

/**
 * Writes down what was done, in the database transaction that does it.
 *
 * @param by the context of who does it, or whoever else it was
 */
export async function audit(db: Db | DbTransaction, by: { actor: NamedActor }, entry: AuditEntry): Promise<void> {
  await db.auditLog.create({ data: { ...entry, actor: nameOf(by.actor) } })
}
