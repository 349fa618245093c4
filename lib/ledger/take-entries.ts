import type { DbTransaction } from "@/lib/db"
import { splitEntry } from "./split-entry"

/**
 * The oldest payable entries of a lock up to an amount, locked for the caller to settle. The last one is split when it is larger
 * than what is still needed: the rest stays payable as an entry of its own, so the entries of its payment still sum to its amount.
 *
 * @param upTo shannons
 * @returns what they sum to, which is less than `upTo` when less is payable
 */
export async function takeEntries(
  db: DbTransaction,
  lockHash: Uint8Array,
  upTo: bigint,
): Promise<{ ids: bigint[]; amount: bigint }> {
  const payable = await db.$queryRaw<{ id: bigint; amount: bigint }[]>`
    SELECT "id", "amount" FROM "account"
    WHERE "lock_hash" = ${lockHash} AND "status" = 'available' AND "kind" <> 'fee' ORDER BY "id" FOR UPDATE`
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
