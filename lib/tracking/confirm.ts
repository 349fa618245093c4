import type { DbTransaction } from "@/lib/db"
import type { OwnerRow } from "@/lib/transaction/owner"
import { confirm } from "./transitions"

/**
 * committed → confirmed for what is in a final block.
 *
 * @param final number of the newest final block: `finalHeight`
 */
export async function confirmBuried(db: DbTransaction, final: bigint): Promise<void> {
  const buried = await db.$queryRaw<OwnerRow[]>`
    UPDATE chain_transaction SET status = 'confirmed' WHERE status = 'committed' AND block_number <= ${final}
    RETURNING payment_id, settlement_id, pool_operation_id`
  await confirm(db, buried)
}
