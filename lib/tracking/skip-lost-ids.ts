import type { Db, DbTransaction } from "@/lib/db"

/**
 * Leaves out the next million ids of everything. For a database that was restored from an old backup: what it gives out
 * next, an id of a payment for example, may stand in somebody's books or browser already, for another payment that this
 * database has lost.
 */
export async function skipLostIds(db: Db | DbTransaction): Promise<void> {
  await db.$executeRaw`SELECT skip_lost_ids()`
}
