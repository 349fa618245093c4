import { snapshotPlainCells } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { ChainError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { type Shannons, sum } from "@/lib/money"
import { pause } from "@/lib/pause"
import { followChain } from "@/lib/tracking/follow"
import { currentTip } from "@/lib/transaction/tip"
import { addUpBooks, readTotals } from "./books"
import { isFullDue, noteReconciliation } from "./overdue"

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
 * What the books come to is known from totals and from what was booked lately. Every row is added up once a day, when
 * that is not exact, and for whoever wants it: a difference that was found stays one until a full run finds none.
 *
 * @param options.full every row
 * @throws ChainError when node and database do not come to stand at the same block; Error when the totals are not what
 *   the rows come to, though these are exact
 */
export async function reconcile(ctx: Context, { full = false } = {}): Promise<Reconciliation> {
  let read = full || (await isFullDue(ctx)) ? addUpBooks : readTotals
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await followChain(ctx)
    const { block, cells } = await snapshotPlainCells(ctx.chain, ctx.chain.signer.lock)
    const books = await read(ctx, block.hash)
    if (!books) continue
    const chain = sum(cells.map((cell) => cell.capacity))
    const result = {
      block,
      pool: { chain, ledger: books.pool, difference: chain - books.pool },
      owed: { entries: books.entries, ledger: books.owed, difference: books.entries - books.owed },
    }
    const ok = result.pool.difference === 0n && result.owed.difference === 0n
    if (read === readTotals && !(ok && books.isConsistent)) {
      read = addUpBooks
      continue
    }
    if (!ok) await raiseAlarm(ctx, result)
    else if (!books.isConsistent)
      throw new Error("the totals of the books are not what their rows come to: see docs/operations.md")
    await noteReconciliation(ctx, {
      pool: result.pool.difference,
      owed: result.owed.difference,
      full: read === addUpBooks,
      upTo: books.upTo,
    })
    return { ok, ...result }
  }
  const tip = await currentTip(ctx)
  throw new ChainError(
    `The database is at block ${tip?.number ?? "none"} and the node moves on. Nothing moved. Try again in a moment.`,
  )
}

async function raiseAlarm(ctx: Context, { block, pool, owed }: Omit<Reconciliation, "ok">): Promise<void> {
  const detail = `At block ${block.number} the pool differs by ${pool.difference} shannons, what is owed by ${owed.difference}.`
  ctx.log.error({ detail }, "alarm: the books and the chain differ")
  if (pool.difference < 0n || owed.difference > 0n)
    await pause(ctx.db, { scope: "all", reason: "reconciliation_deficit", detail })
}
