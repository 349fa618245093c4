import type { DbTransaction } from "@/lib/db"
import { fromHex, type Hex } from "@/lib/hex"
import { splitEntry } from "@/lib/ledger/split-entry"

/**
 * The payable entries that a payout has covered: of each lock the oldest, up to what it got. The last one is split when more is
 * owed than was paid.
 *
 * @param paid shannons by lock hash
 */
export async function takeEntriesFor(
  db: DbTransaction,
  paid: Map<Hex, bigint>,
): Promise<{ ids: bigint[]; amount: bigint }> {
  const ids: bigint[] = []
  let amount = 0n
  for (const [lockHash, got] of paid) {
    let left = got
    const payable = await db.$queryRaw<{ id: bigint; amount: bigint }[]>`
      SELECT "id", "amount" FROM "account"
      WHERE "lock_hash" = ${fromHex(lockHash)} AND "status" = 'available' AND "kind" <> 'fee' ORDER BY "id" FOR UPDATE`
    for (const entry of payable) {
      if (left <= 0n) break
      const isWhole = entry.amount <= left
      if (!isWhole) await splitEntry(db, entry, left)
      const part = isWhole ? entry.amount : left
      ids.push(entry.id)
      amount += part
      left -= part
    }
  }
  return { ids, amount }
}
