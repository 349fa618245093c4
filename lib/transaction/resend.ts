import type { Context } from "@/lib/context"
import { broadcast } from "./broadcast"

const BATCH = 50
/** While one instance sends, others leave its transactions alone; if it dies they become due again by themselves. */
const LEASE_SECONDS = 30

/**
 * Sends every signed transaction that is due once more: the same bytes, until the chain has it or an input of it is
 * spent elsewhere. A node forgets transactions (restart, full pool, expiry), and its refusal is not final.
 *
 * @throws whatever the database throws; the node's answers are recorded instead
 */
export async function resendTransactions(ctx: Context): Promise<{ sent: number }> {
  const due = await ctx.db.$queryRaw<{ id: bigint; tx_hash: Uint8Array; bytes: Uint8Array }[]>`
    UPDATE chain_transaction SET next_check_at = now() + ${LEASE_SECONDS} * interval '1 second'
    WHERE id IN (
      SELECT id FROM chain_transaction WHERE status = 'signed' AND next_check_at <= now()
      ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, tx_hash, bytes`
  // What made a cell before what spends it: a node refuses the other order.
  due.sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { tx_hash, bytes } of due) await broadcast(ctx, tx_hash, bytes)
  return { sent: due.length }
}
