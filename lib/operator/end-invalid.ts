import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import { endTransaction, type Stuck } from "./end-transaction"

/** A node that is upgraded or restarted may be wrong for a while. */
const PATIENCE_SECONDS = 3_600
const BATCH = 20

type Invalid = { tx_hash: Uint8Array; last_answer: string | null } & (
  | { payment_id: bigint; settlement_id: null; pool_operation_id: null }
  | { payment_id: null; settlement_id: bigint; pool_operation_id: null }
  | { payment_id: null; settlement_id: null; pool_operation_id: bigint }
)

/**
 * Ends signed payments, settlements and operations of the pool that the node has called invalid, not merely unknown, for an
 * hour: they would bind their cells for ever, because no input of theirs is ever spent. A node that is wrong about one loses
 * nothing by it: the chain still takes whichever of the two it likes.
 *
 * Not a transaction that ends another: one more of its kind would be no more valid. Nor one that was adopted: whom it paid,
 * this database does not know.
 */
export async function endInvalid(ctx: Context): Promise<{ ended: string[] }> {
  const invalid = await ctx.db.$queryRaw<Invalid[]>`
    SELECT t."tx_hash", t."payment_id", t."settlement_id", t."pool_operation_id", t."last_answer" FROM "chain_transaction" t
    LEFT JOIN "pool_operation" own ON own."id" = t."pool_operation_id"
    WHERE t."status" = 'signed' AND t."invalid_since" < now() - ${PATIENCE_SECONDS} * interval '1 second'
      AND (own."id" IS NULL OR own."kind" IN ('split', 'merge', 'fee_withdrawal'))
      AND NOT EXISTS (SELECT FROM "pool_operation" o WHERE o."ends_id" = t."id" AND o."status" = 'signed')
    ORDER BY t."id" LIMIT ${BATCH}`
  const ended: string[] = []
  for (const row of invalid) {
    const { tx_hash, last_answer } = row
    const reason = `The node has called it invalid for an hour: ${last_answer}`
    try {
      await endTransaction(ctx, stuckOf(row), { reason, actor: "platform" })
      ended.push(toHex(tx_hash))
    } catch (error) {
      // Another instance is ending it, or its cell is spent by now: the next run sees what is left.
      if (!(error instanceof StateMismatch)) throw error
      ctx.log.info({ tx_hash: toHex(tx_hash), reason: error.message }, "an invalid transaction was not ended")
    }
  }
  return { ended }
}

function stuckOf({ payment_id, settlement_id, pool_operation_id }: Invalid): Stuck {
  if (payment_id !== null) return { paymentId: payment_id }
  return settlement_id !== null ? { settlementId: settlement_id } : { poolOperationId: pool_operation_id }
}
