import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { fromHex } from "@/lib/hex"
import { postDeposits } from "@/lib/ledger/post"
import { changeAlone } from "@/lib/signing-lock"
import type { OwnerRow } from "@/lib/transaction/owner"
import type { Tip } from "@/lib/transaction/tip"
import { BLOCK_TIMEOUT_MS } from "./apply-block"
import { unfreeMature } from "./mature"
import { SEND_ANEW, takeBack } from "./transitions"

/**
 * Takes the newest block back: a reorganisation has removed it from the chain. Everything that `applyBlock` and later
 * confirmation did for its transactions is undone, and each is sent again.
 */
export async function rollBackBlock(ctx: Context, tip: Tip): Promise<void> {
  await ctx.db.$transaction(
    async (db) => {
      await db.$executeRaw`SELECT ${changeAlone}`
      const removed = await db.$executeRaw`
        DELETE FROM block WHERE number = ${tip.number} AND hash = ${fromHex(tip.hash)}
          AND NOT EXISTS (SELECT FROM block newer WHERE newer.number > ${tip.number})`
      // Another instance has rolled it back.
      if (removed === 0) return
      await takeBack(db, await detachTransactions(db, tip.number))
      await detachCells(db, tip.number)
      await unfreeMature(db, tip.number)
    },
    { timeout: BLOCK_TIMEOUT_MS },
  )
}

async function detachTransactions(db: DbTransaction, number: bigint) {
  return db.$queryRaw<(OwnerRow & { was: "committed" | "confirmed" })[]>`
    UPDATE chain_transaction t SET ${SEND_ANEW}, block_number = NULL, block_hash = NULL, committed_at = NULL
    FROM (SELECT id, status AS was FROM chain_transaction WHERE block_number = ${number} FOR UPDATE) old
    WHERE t.id = old.id
    RETURNING t.payment_id, t.settlement_id, t.pool_operation_id, old.was`
}

/** Cells that the block spent are back, bound if a claim still names them; cells that it made are gone. */
async function detachCells(db: DbTransaction, number: bigint): Promise<void> {
  await db.$executeRaw`UPDATE claim SET spent_by = NULL, spent_block = NULL WHERE spent_block = ${number}`
  await db.$executeRaw`
    UPDATE platform_cell p SET spent_in = NULL, state = CASE
      WHEN EXISTS (SELECT FROM claim c WHERE c.tx_hash = p.tx_hash AND c.output_index = p.output_index)
      THEN 'claimed' ELSE 'free' END
    WHERE p.spent_in = ${number}`
  const gone = await db.$queryRaw<{ id: bigint; maker_id: bigint | null }[]>`
    UPDATE platform_cell SET state = 'orphaned', held_at = NULL WHERE made_in = ${number} AND state <> 'orphaned'
    RETURNING id, maker_id`
  await postDeposits(
    db,
    gone.filter((cell) => cell.maker_id === null).map((cell) => cell.id),
    -1n,
  )
}
