import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Hex, toHex } from "@/lib/hex"
import type { HeldCell } from "@/lib/proof/reserves"

/** What is owed to one lock, in shannons. */
export interface OwedTo {
  lockHash: Uint8Array
  amount: bigint
}

export interface Snapshot {
  blockHash: Hex
  /** when the books were read, by the database's clock */
  takenAt: Date
  owed: OwedTo[]
  cells: HeldCell[]
}

/**
 * Reads from the books what the platform owed and held at a block, as of one moment.
 *
 * @param block a final one: whatever it holds is booked or about to be
 * @returns undefined when the database does not know this block
 */
export async function snapshotAt(ctx: Context, block: bigint): Promise<Snapshot | undefined> {
  return ctx.db.$transaction(
    async (db) => {
      const [row] = await db.$queryRaw<{ hash: Uint8Array; now: Date }[]>`
        SELECT hash, now() FROM block WHERE number = ${block}`
      if (!row) return undefined
      const [owed, cells] = [await owedAt(db, block), await cellsAt(db, block)]
      return { blockHash: toHex(row.hash), takenAt: row.now, owed, cells }
    },
    { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead },
  )
}

/** A lock hash and an amount. */
const RECORD_BYTES = 40

/**
 * Owed is what a payment in a block up to this one gives a party, unless a payout in a block up to this one has paid
 * it, wherever both stand by now. Nothing is read that was paid earlier.
 */
async function owedAt(db: DbTransaction, block: bigint): Promise<OwedTo[]> {
  // One value of all: as rows, a hundred thousand receivers are more work for the driver than for PostgreSQL.
  const [row] = await db.$queryRaw<{ records: Uint8Array | null }[]>`
    WITH later AS (
      SELECT payment_id, settlement_id FROM chain_transaction WHERE block_number > ${block}
      UNION ALL
      -- It has left the chain, while a payout of it goes on.
      SELECT payment_id, NULL FROM chain_transaction WHERE status = 'signed' AND payment_id IS NOT NULL
    ), entry AS (
      SELECT lock_hash, payment_id, amount FROM account WHERE status = 'available' AND kind <> 'fee'
      UNION ALL
      -- Its payment is in a final block, and the next block will say so.
      SELECT a.lock_hash, a.payment_id, a.amount FROM chain_transaction t JOIN account a ON a.payment_id = t.payment_id
      WHERE t.status = 'committed' AND t.block_number <= ${block} AND a.status = 'pending' AND a.kind <> 'fee'
      UNION ALL
      SELECT a.lock_hash, a.payment_id, a.amount FROM settlement s JOIN account a ON a.settlement_id = s.id
      WHERE s.status IN ('signed', 'committed') AND a.status = 'settling' AND a.kind <> 'fee' AND NOT EXISTS (
        SELECT FROM chain_transaction t
        WHERE t.settlement_id = s.id AND t.block_number <= ${block} AND t.status IN ('committed', 'confirmed'))
      UNION ALL
      SELECT a.lock_hash, a.payment_id, a.amount FROM later t JOIN account a ON a.settlement_id = t.settlement_id
      WHERE a.status = 'paid' AND a.kind <> 'fee'
    )
    SELECT string_agg(lock_hash || int8send(amount), '' ORDER BY lock_hash) AS records FROM (
      SELECT lock_hash, sum(amount)::bigint AS amount FROM entry
      WHERE payment_id NOT IN (SELECT payment_id FROM later WHERE payment_id IS NOT NULL)
      GROUP BY lock_hash
    ) owed`
  const records = Buffer.from(row?.records ?? [])
  return Array.from({ length: records.length / RECORD_BYTES }, (_, i) => ({
    lockHash: records.subarray(i * RECORD_BYTES, i * RECORD_BYTES + 32),
    amount: records.readBigInt64BE(i * RECORD_BYTES + 32),
  }))
}

/** The platform's plain cells that could be spent at this block, or stood in a transaction that was not in it yet. */
async function cellsAt(db: DbTransaction, block: bigint): Promise<HeldCell[]> {
  const rows = await db.$queryRaw<{ tx_hash: Uint8Array; output_index: number; capacity: bigint }[]>`
    SELECT tx_hash, output_index, capacity FROM (
      SELECT * FROM platform_cell WHERE state IN ('free', 'claimed', 'quarantined')
      UNION ALL
      SELECT * FROM platform_cell WHERE state = 'spent' AND spent_in > ${block}
    ) c
    WHERE made_in <= ${block} AND (matures_at IS NULL OR matured_in <= ${block})`
  return rows.map(({ tx_hash, output_index, capacity }) => ({
    txHash: toHex(tx_hash),
    index: output_index,
    capacity,
  }))
}
