import type { DbTransaction } from "@/lib/db"
import type { TracedOwner } from "@/lib/transaction/owner"
import { confirm } from "./transitions"

/**
 * committed → confirmed for what is in a final block.
 *
 * @param final number of the newest final block: `finalHeight`
 */
export async function confirmBuried(db: DbTransaction, final: bigint): Promise<TracedOwner[]> {
  const buried = await db.$queryRaw<TracedOwner[]>`
    UPDATE chain_transaction SET status = 'confirmed' WHERE status = 'committed' AND block_number <= ${final}
    RETURNING payment_id, settlement_id, pool_operation_id, trace_parent`
  await confirm(db, buried)
  return buried
}
