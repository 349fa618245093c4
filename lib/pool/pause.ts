import type { Db, DbTransaction } from "@/lib/db"
import { Paused } from "@/lib/errors"

/** An alarm that stops new payments and payouts until the operator has resolved it. */
export interface Alarm {
  /** One word that names the cause; an open pause of the same reason is not opened twice */
  reason: string
  detail: string
}

export async function pause(db: Db | DbTransaction, { reason, detail }: Alarm): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "pause" ("reason", "detail") VALUES (${reason}, ${detail})
    ON CONFLICT ("reason") WHERE "resolved_at" IS NULL DO NOTHING`
}

/** @throws Paused when an alarm is open */
export async function refuseWhenPaused(db: Db, what: "prepare" | "settlement"): Promise<void> {
  const open = await db.pause.findFirst({ where: { resolvedAt: null }, orderBy: { id: "asc" } })
  if (!open) return
  const subject = what === "prepare" ? "New payments are" : "Settlement is"
  throw new Paused(
    `${subject} paused while the operator looks into an alarm. Money already sent is safe. Try again later.`,
    {
      retryAfter: 60,
      details: { reason: open.reason },
    },
  )
}
