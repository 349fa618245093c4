import type { DbTransaction } from "@/lib/db"

/** One live cell in so many is kept for payouts that need nobody's co-signature. */
const PART = 4

/**
 * Keeps a part of the pool for payouts: whatever senders and receivers bind by their signatures, from however many
 * wallets, everybody else is paid meanwhile. Marks, or gives back, as many cells as are missing or too many. First
 * those that nobody is about to sign for, and of them the largest, which can pay most.
 *
 * Called where cells come and go, in the same database transaction: nobody sees a new cell before it is decided whose
 * it is.
 */
export async function reserveForPayouts(db: DbTransaction): Promise<void> {
  const [row] = await db.$queryRaw<{ missing: number }[]>`
    SELECT (count(*) / ${PART} - count(*) FILTER (WHERE reserved))::int AS missing
    FROM platform_cell WHERE state IN ('free', 'claimed')`
  const missing = row?.missing ?? 0
  if (missing === 0) return
  // A row that a submit is taking at this moment is passed over: it is no longer free.
  await db.$executeRaw`
    UPDATE platform_cell SET reserved = ${missing > 0} WHERE id IN (
      SELECT id FROM platform_cell WHERE state = 'free' AND reserved = ${missing < 0}
      ORDER BY (held_at IS NULL) DESC, capacity DESC, id LIMIT ${Math.abs(missing)} FOR UPDATE SKIP LOCKED)`
}
