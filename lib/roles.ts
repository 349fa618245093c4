/**
 * What an operator may do: `look` at everything, `operate` (pause, resume, end, run jobs, settle, change the pool),
 * `approve` (let payouts above the limits pass, take out fees). Everybody may look.
 */
export const ROLES = ["look", "operate", "approve"] as const
export type Role = (typeof ROLES)[number]

/** What goes into the audit log, before the colon of HTTP Basic, and into a command; the database holds it too. */
export function isOperatorName(name: string): boolean {
  return /^[a-z][a-z0-9._-]{0,31}$/.test(name)
}

/** The operator whose password is ADMIN_PASSWORD. */
export const ADMIN = "admin"
