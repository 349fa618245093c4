import { snapshotPlainCells } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { ChainError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import { pause } from "@/lib/pause"
import { followChain } from "@/lib/tracking/follow"
import { currentTip } from "@/lib/transaction/tip"
import { noteReconciliation } from "./overdue"

/** All amounts in shannons. */
export interface Reconciliation {
  ok: boolean
  block: { number: bigint; hash: Hex }
  /** The platform's live plain cells as the node has them, and the ledger's pool account */
  pool: { chain: Shannons; ledger: Shannons; difference: bigint }
  /** Unpaid payable entries, and the ledger's owed accounts */
  owed: { entries: Shannons; ledger: Shannons; difference: bigint }
}

const ATTEMPTS = 20

/**
 * Compares the books with the chain at one block. Any difference is an alarm; a deficit, less on chain than in the
 * books, also pauses new payments and settlements.
 *
 * @throws ChainError when node and database do not come to stand at the same block
 */
export async function reconcile(ctx: Context): Promise<Reconciliation> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await followChain(ctx)
    const { block, cells } = await snapshotPlainCells(ctx.chain, ctx.chain.signer.lock)
    const books = await readBooks(ctx, block.hash)
    if (!books) continue
    const chain = sum(cells.map((cell) => cell.capacity))
    const result = {
      block,
      pool: { chain, ledger: books.pool, difference: chain - books.pool },
      owed: { entries: books.entries, ledger: books.owed, difference: books.entries - books.owed },
    }
    const ok = result.pool.difference === 0n && result.owed.difference === 0n
    if (!ok) await raiseAlarm(ctx, result)
    await noteReconciliation(ctx, { pool: result.pool.difference, owed: result.owed.difference })
    return { ok, ...result }
  }
  const tip = await currentTip(ctx)
  throw new ChainError(
    `The database is at block ${tip?.number ?? "none"} and the node moves on. Nothing moved. Try again in a moment.`,
  )
}

interface Books {
  pool: Shannons
  owed: Shannons
  entries: Shannons
}

/** One statement, so one snapshot of the database; undefined when it stands at another block. */
async function readBooks(ctx: Context, blockHash: Hex): Promise<Books | undefined> {
  const [row] = await ctx.db.$queryRaw<{ pool: bigint; owed: bigint; entries: bigint }[]>`
    SELECT
      (SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entry WHERE account = 'pool') AS pool,
      (SELECT coalesce(-sum(amount), 0)::bigint FROM ledger_entry WHERE account = 'owed') AS owed,
      (SELECT coalesce(sum(a.amount), 0)::bigint FROM account a JOIN payment p ON p.id = a.payment_id
        -- A lost payment's entries in a payout that may yet commit are owed too: as the platform's loss.
        WHERE a.kind <> 'fee' AND a.status IN ('available', 'settling') AND p.status IN ('confirmed', 'failed'))
          AS entries
    WHERE (SELECT '0x' || encode(hash, 'hex') FROM block ORDER BY number DESC LIMIT 1) = ${blockHash}`
  return row && { pool: shannons(row.pool), owed: shannons(row.owed), entries: shannons(row.entries) }
}

async function raiseAlarm(ctx: Context, { block, pool, owed }: Omit<Reconciliation, "ok">): Promise<void> {
  const detail = `At block ${block.number} the pool differs by ${pool.difference} shannons, what is owed by ${owed.difference}.`
  ctx.log.error({ detail }, "alarm: the books and the chain differ")
  if (pool.difference < 0n || owed.difference > 0n)
    await pause(ctx.db, { scope: "all", reason: "reconciliation_deficit", detail })
}
