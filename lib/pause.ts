import type { PauseScope } from "@/lib/pause-scopes"
import type { Db, DbTransaction } from "./db"
import { Paused } from "./errors"
import { changeAlone } from "./signing-lock"

export interface PauseInput {
  scope: PauseScope
  /** One word that names the cause; while a pause of this reason is open, it is not opened again */
  reason: string
  /** For the operator, in a sentence */
  detail: string
}

/**
 * Stops new payments, payouts or both until somebody resolves it. What is signed already goes on; once this has
 * committed nothing more is signed. Waits for signatures that are being stored, so a transaction may hold nothing that
 * those wait for.
 *
 * @returns whether none of this reason was open before
 */
export async function pause(db: Db | DbTransaction, { scope, reason, detail }: PauseInput): Promise<boolean> {
  const opened = await db.$executeRaw`
    INSERT INTO pause (scope, reason, detail)
    SELECT ${scope}, ${reason}, ${detail} FROM (SELECT ${changeAlone}) AS alone
    ON CONFLICT (reason) WHERE resolved_at IS NULL DO NOTHING`
  return opened > 0
}

/** Whether payments and payouts stand still: what `refuseWhenPaused` would say, before anybody has tried. */
export async function whatIsPaused(db: Db): Promise<{ payments: boolean; payouts: boolean }> {
  const open = await db.pause.findMany({ where: { resolvedAt: null }, select: { scope: true } })
  const includes = (what: Exclude<PauseScope, "all">) => open.some(({ scope }) => scope === what || scope === "all")
  return { payments: includes("prepare"), payouts: includes("settlement") }
}

/**
 * Tells the caller that the platform is paused, and whether a person or an alarm paused it. Only the operator reads
 * which alarm, on the admin pages and in `GET /api/pause`: it would tell a thief what has been noticed.
 *
 * @throws Paused when `what` stands still
 */
export async function refuseWhenPaused(db: Db | DbTransaction, what: Exclude<PauseScope, "all">): Promise<void> {
  const open = await db.pause.findFirst({
    where: { resolvedAt: null, scope: { in: [what, "all"] } },
    orderBy: { id: "asc" },
  })
  if (!open) return
  const subject = what === "prepare" ? "New payments are" : "Settlement is"
  throw new Paused(`${subject} paused. Money already sent is safe. Try again later.`, {
    retryAfter: 60,
    details: { reason: open.reason.startsWith("operator_") ? "operator" : "maintenance", scope: what },
  })
}
