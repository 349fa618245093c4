import type { ChainBlock } from "@/lib/chain/blocks"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { postDeposits } from "@/lib/ledger/post"
import { pause } from "@/lib/pause"
import { changeAlone } from "@/lib/signing-lock"
import { tellStep } from "@/lib/trace"
import { tellBlock } from "@/lib/transaction/block-signal"
import { kindAndId, ownerIds, type TracedOwner } from "@/lib/transaction/owner"
import { packSpends } from "@/lib/transaction/spends"
import { confirmBuried } from "./confirm"
import { endConflicting } from "./conflict"
import { freeMature, maturityOf } from "./mature"
import { reserveForPayouts } from "./reserve"
import { skipLostIds } from "./skip-lost-ids"
import { commit } from "./transitions"

/** How many blocks keep their spends: more than a look at the chain is ever behind (`MAX_BEHIND`, either side). */
const SPENDS_KEPT = 64n

/** A block is taken in within this time, or rolled back and tried again. */
export const BLOCK_TIMEOUT_MS = 60_000

/**
 * Takes one block in: what it spends, which of our transactions it commits, which platform cells it makes, and what is
 * buried deeply enough by it. Bulk statements, their number independent of the block's size.
 *
 * @param final the newest block that counts as final with this one: `finalHeight`
 */
export async function applyBlock(ctx: Context, block: ChainBlock, final: bigint): Promise<void> {
  const { committed, confirmed } = await ctx.db.$transaction(
    async (db) => {
      await db.$executeRaw`SELECT ${changeAlone}`
      const created = await db.$executeRaw`
        WITH old AS (UPDATE block SET spends = NULL WHERE number = ${block.number - SPENDS_KEPT})
        INSERT INTO block (number, hash, spends)
        VALUES (${block.number}, ${fromHex(block.hash)},
          ${packSpends(block.transactions.flatMap(({ inputs }) => inputs))})
        ON CONFLICT DO NOTHING`
      // Another instance has taken it in.
      if (created === 0) return { committed: [], confirmed: [] }
      await markSpent(ctx, db, block)
      // Most blocks hold a reward and nothing else, and no reward is a transaction of ours.
      const committed = block.transactions.length > 1 ? await commitTransactions(ctx, db, block) : []
      await addPlatformCells(ctx, db, block)
      await freeMature(db, block)
      await endConflicting(ctx, db, { tip: block.number, final })
      const confirmed = await confirmBuried(db, final)
      await reserveForPayouts(db)
      return { committed, confirmed }
    },
    { timeout: BLOCK_TIMEOUT_MS },
  )
  // Only now is it so.
  tellBlock()
  for (const row of committed) tell("committed", row)
  for (const row of confirmed) tell("confirmed", row)
}

function tell(step: "committed" | "confirmed", row: TracedOwner): void {
  const kind = kindAndId(row)?.kind
  if (kind) tellStep(`${kind}.${step}`, ownerIds(row), row.trace_parent)
}

/** Marks the claims and platform cells that this block spends, with the transaction that spends them. */
async function markSpent(ctx: Context, db: DbTransaction, block: ChainBlock): Promise<void> {
  const spends = block.transactions.flatMap((tx) => tx.inputs.map((outPoint) => ({ outPoint, by: fromHex(tx.hash) })))
  if (spends.length === 0) return
  const hashes = spends.map(({ outPoint }) => fromHex(outPoint.txHash))
  const indexes = spends.map(({ outPoint }) => outPoint.index)
  const spenders = spends.map(({ by }) => by)
  await db.$executeRaw`
    UPDATE claim c SET spent_by = s.spent_by, spent_block = ${block.number}
    FROM unnest(${hashes}::bytea[], ${indexes}::int[], ${spenders}::bytea[]) AS s(tx_hash, output_index, spent_by)
    WHERE c.tx_hash = s.tx_hash AND c.output_index = s.output_index`
  const strangers = await db.$queryRaw<{ tx_hash: Uint8Array; output_index: number; spent_by: Uint8Array }[]>`
    WITH spent AS (
      UPDATE platform_cell c SET state = 'spent', spent_in = ${block.number}, held_at = NULL
      FROM unnest(${hashes}::bytea[], ${indexes}::int[], ${spenders}::bytea[]) AS s(tx_hash, output_index, spent_by)
      WHERE c.tx_hash = s.tx_hash AND c.output_index = s.output_index
      RETURNING c.tx_hash, c.output_index, s.spent_by
    )
    SELECT spent.* FROM spent WHERE NOT EXISTS (SELECT FROM chain_transaction t WHERE t.tx_hash = spent.spent_by)`
  for (const cell of strangers) {
    // Only the platform's key can spend it: the key is stolen, or this database is an old backup.
    const detail = `Platform cell ${toHex(cell.tx_hash)}:${cell.output_index} was spent by ${toHex(cell.spent_by)}, which this database does not know.`
    ctx.log.error({ detail }, "alarm: a platform cell was spent from outside")
    const isNew = await pause(db, { scope: "all", reason: "platform_cell_spent_outside", detail })
    if (isNew) await skipLostIds(db)
  }
}

/** signed → committed for those of our transactions that the block holds, and the first half of their booking. */
export async function commitTransactions(
  ctx: Context,
  db: DbTransaction,
  block: Pick<ChainBlock, "number" | "hash"> & { transactions: { hash: Hex }[] },
): Promise<TracedOwner[]> {
  const hashes = block.transactions.map((tx) => fromHex(tx.hash))
  const found = await db.$queryRaw<(TracedOwner & { given_up: Uint8Array | null })[]>`
    WITH committed AS (
      UPDATE chain_transaction
        SET status = 'committed', block_number = ${block.number}, block_hash = ${fromHex(block.hash)},
        committed_at = now()
      WHERE tx_hash = ANY(${hashes}::bytea[]) AND status = 'signed'
      RETURNING payment_id, settlement_id, pool_operation_id, trace_parent
    )
    SELECT committed.*, NULL AS given_up FROM committed
    UNION ALL
    SELECT payment_id, settlement_id, pool_operation_id, trace_parent, tx_hash FROM chain_transaction
    WHERE tx_hash = ANY(${hashes}::bytea[]) AND status = 'dead'`
  for (const { given_up } of found) if (given_up) await alarmGivenUp(ctx, db, toHex(given_up))
  const committed = found.filter(({ given_up }) => given_up === null)
  await commit(db, committed)
  return committed
}

/** It was dead for good: only a reorganisation deeper than `CONFIRMATIONS` brings such a transaction into a block. */
async function alarmGivenUp(ctx: Context, db: DbTransaction, txHash: Hex): Promise<void> {
  const detail = `${txHash} is in a block, although an input of it was spent by another, confirmed transaction. What it was for has failed, and may have been done again.`
  ctx.log.error({ detail }, "alarm: a transaction that was given up has committed")
  await pause(db, { scope: "all", reason: "given_up_transaction_committed", detail })
}

/**
 * The platform's plain cells of this block join the pool at once: their maker can only leave the chain with the block.
 * One whose maker is none of ours is a deposit. One that was there before a reorganisation comes back with its claim. A
 * block's reward waits until it can be spent.
 */
async function addPlatformCells(ctx: Context, db: DbTransaction, block: ChainBlock): Promise<void> {
  if (block.platformCells.length === 0) return
  const hashes = block.platformCells.map(({ outPoint }) => fromHex(outPoint.txHash))
  const indexes = block.platformCells.map(({ outPoint }) => outPoint.index)
  const capacities = block.platformCells.map(({ capacity }) => capacity)
  const maturities = block.platformCells.map((cell) => maturityOf(ctx.chain, block, cell))
  const added = await db.$queryRaw<{ id: bigint; maker_id: bigint | null }[]>`
    INSERT INTO platform_cell (tx_hash, output_index, capacity, made_in, maker_id, matures_at, state)
    SELECT n.tx_hash, n.output_index, n.capacity, ${block.number}, t.id,
      CASE WHEN c.tx_hash IS NULL THEN n.matures_at END,
      CASE WHEN c.tx_hash IS NOT NULL THEN 'claimed' WHEN n.matures_at IS NULL THEN 'free' ELSE 'immature' END
    FROM unnest(${hashes}::bytea[], ${indexes}::int[], ${capacities}::bigint[], ${maturities}::bigint[])
      AS n(tx_hash, output_index, capacity, matures_at)
    LEFT JOIN chain_transaction t ON t.tx_hash = n.tx_hash
    LEFT JOIN claim c ON c.tx_hash = n.tx_hash AND c.output_index = n.output_index
    ON CONFLICT (tx_hash, output_index) DO UPDATE SET made_in = ${block.number}, state = EXCLUDED.state,
      matures_at = EXCLUDED.matures_at, matured_in = NULL
    WHERE platform_cell.state = 'orphaned'
    RETURNING id, maker_id`
  await postDeposits(
    db,
    added.filter((cell) => cell.maker_id === null).map((cell) => cell.id),
    1n,
  )
  await spendWithin(db, block)
}

/** A cell that is made and spent in one block was not there yet when the block's spends were noted. */
async function spendWithin(db: DbTransaction, block: ChainBlock): Promise<void> {
  const made = new Set(block.platformCells.map(({ outPoint }) => `${outPoint.txHash}:${outPoint.index}`))
  const spent = block.transactions
    .flatMap((tx) => tx.inputs)
    .filter(({ txHash, index }) => made.has(`${txHash}:${index}`))
  if (spent.length === 0) return
  await db.$executeRaw`
    UPDATE platform_cell c SET state = 'spent', spent_in = ${block.number}, held_at = NULL
    FROM unnest(${spent.map(({ txHash }) => fromHex(txHash))}::bytea[], ${spent.map(({ index }) => index)}::int[])
      AS s(tx_hash, output_index)
    WHERE c.tx_hash = s.tx_hash AND c.output_index = s.output_index`
}
