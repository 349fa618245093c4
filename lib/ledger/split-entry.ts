import type { DbTransaction } from "@/lib/db"

/**
 * Splits a payable entry in two, of which the first holds `part` shannons: the entries of its payment still sum to its
 * amount.
 */
export async function splitEntry(db: DbTransaction, entry: { id: bigint }, part: bigint): Promise<void> {
  await db.$executeRaw`
    INSERT INTO account (payment_id, receiver, lock_hash, amount, kind, status, refund_id, created_at)
    SELECT payment_id, receiver, lock_hash, amount - ${part}, kind, status, refund_id, created_at FROM account
    WHERE id = ${entry.id}`
  await db.$executeRaw`UPDATE account SET amount = ${part} WHERE id = ${entry.id}`
}
