import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { splitEntry } from "./split-entry"

/**
 * The most entries that one payout takes: each costs some 70 microseconds in the database transaction that signs it. A
 * receiver who is owed more entries is paid in several payouts, the largest entries first.
 */
export const ENTRIES_AT_ONCE = 20_000

/**
 * Locks the oldest payable entries of a lock, up to an amount, for the caller to settle; the largest ones if there are
 * too many. Splits the last entry if it is larger than what is still needed: the rest stays payable as an entry of its
 * own, so the entries of its payment still sum to its amount.
 *
 * @param upTo shannons
 * @returns what they sum to, which is less than `upTo` when less is payable at once
 */
export async function takeEntries(
  db: DbTransaction,
  lockHash: Uint8Array,
  upTo: bigint,
): Promise<{ ids: bigint[]; amount: bigint }> {
  const oldest = await lockEntries(db, lockHash, upTo, Prisma.sql`id`)
  const payable = sumOf(oldest) >= upTo ? oldest : await lockEntries(db, lockHash, upTo, Prisma.sql`amount DESC, id`)
  const ids: bigint[] = []
  let missing = upTo
  for (const entry of payable) {
    if (missing <= 0n) break
    ids.push(entry.id)
    if (entry.amount > missing) {
      await splitEntry(db, entry, missing)
      missing = 0n
    } else {
      missing -= entry.amount
    }
  }
  return { ids, amount: upTo - missing }
}

interface PayableEntry {
  id: bigint
  amount: bigint
}

/** The first entries, in the given order, whose sum reaches the amount; all up to the bound when no sum does. */
async function lockEntries(
  db: DbTransaction,
  lockHash: Uint8Array,
  upTo: bigint,
  order: Prisma.Sql,
): Promise<PayableEntry[]> {
  return db.$queryRaw<PayableEntry[]>`
    SELECT id, amount FROM account WHERE status = 'available' AND id IN (
      SELECT id FROM (
        SELECT id, sum(amount) OVER (ORDER BY ${order}) - amount AS before FROM account
        WHERE lock_hash = ${lockHash} AND status = 'available' AND kind <> 'fee'
        ORDER BY ${order} LIMIT ${ENTRIES_AT_ONCE}
      ) entry WHERE before < ${upTo}
    ) ORDER BY ${order} FOR UPDATE`
}

function sumOf(entries: PayableEntry[]): bigint {
  return entries.reduce((total, { amount }) => total + amount, 0n)
}
