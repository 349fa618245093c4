import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import type { Db, DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Owner, type OwnerKind, ownerColumn } from "./owner"

export interface ClaimedInput {
  outPoint: OutPoint
  /** Whose cell it is */
  lockHash: Hex
  /** Of a platform cell in a transaction that somebody co-signs: their lock */
  forLockHash?: Hex
}

/** Whether somebody signs beside the platform. No co-signed transaction ever binds a cell reserved for payouts. */
export type Cosigned = "co-signed" | "alone"

/**
 * Binds free platform cells to a signed transaction: free → claimed by compare-and-set.
 *
 * @returns false when any of them is no longer free, or reserved; the caller must roll back
 */
export async function takeCells(tx: DbTransaction, cellIds: bigint[], how: Cosigned): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT take_cells(${cellIds}, ${how === "co-signed"}) AS taken`
  return row?.taken === true
}

/**
 * Writes the claims on all inputs of a signed transaction. The primary key refuses an out point that another of our
 * transactions spends.
 *
 * @returns the out points that are claimed already; when there are any, the caller must roll back
 */
export async function writeClaims(tx: DbTransaction, owner: Owner, inputs: ClaimedInput[]): Promise<OutPoint[]> {
  const ids = {
    paymentId: "paymentId" in owner ? owner.paymentId : null,
    settlementId: "settlementId" in owner ? owner.settlementId : null,
    poolOperationId: "poolOperationId" in owner ? owner.poolOperationId : null,
  }
  const rows = inputs.map(
    ({ outPoint, lockHash, forLockHash }) =>
      Prisma.sql`(${fromHex(outPoint.txHash)}, ${outPoint.index}, ${ids.paymentId}::bigint, ${ids.settlementId}::bigint,
        ${ids.poolOperationId}::bigint, ${fromHex(lockHash)}, ${forLockHash ? fromHex(forLockHash) : null}::bytea)`,
  )
  const written = await tx.$queryRaw<{ key: string }[]>`
    INSERT INTO claim (tx_hash, output_index, payment_id, settlement_id, pool_operation_id, lock_hash, for_lock_hash)
    VALUES ${Prisma.join(rows)}
    ON CONFLICT DO NOTHING
    RETURNING '0x' || encode(tx_hash, 'hex') || ':' || output_index AS key`
  const keys = new Set(written.map((row) => row.key))
  return inputs.map((input) => input.outPoint).filter((outPoint) => !keys.has(outPointKey(outPoint)))
}

/**
 * The out points of a lock that our signed transactions spend, by `outPointKey`: the node's index still shows those
 * cells as live until a block has them, and a moment longer: it may be behind by some blocks.
 */
export async function claimedOutPoints(db: Db, lockHash: Hex): Promise<Set<string>> {
  const claims = await db.$queryRaw<{ key: string }[]>`
    SELECT '0x' || encode(tx_hash, 'hex') || ':' || output_index AS key FROM claim
    WHERE lock_hash = ${fromHex(lockHash)} AND spent_by IS NULL
    UNION ALL
    SELECT '0x' || encode(tx_hash, 'hex') || ':' || output_index FROM claim
    WHERE lock_hash = ${fromHex(lockHash)} AND created_at > now() - interval '1 hour' AND spent_by IS NOT NULL`
  return new Set(claims.map((claim) => claim.key))
}

/**
 * Gives back what a dead transaction had bound: its claims end, and cells that the chain has not spent are free again.
 * A cell that a self-spend can still spend goes to that instead: lent to somebody, it would be spent under their hands.
 */
export async function releaseClaims(tx: DbTransaction, owner: OwnerKind, ids: bigint[]): Promise<void> {
  if (ids.length === 0) return
  const column = ownerColumn(owner)
  await tx.$executeRaw`
    UPDATE claim c SET payment_id = NULL, settlement_id = NULL, pool_operation_id = o.id, for_lock_hash = NULL
    FROM pool_operation o JOIN platform_cell p ON p.id = o.cell_id
    WHERE o.status = 'signed' AND c.tx_hash = p.tx_hash AND c.output_index = p.output_index
      AND c.${column} = ANY(${ids})`
  await tx.$executeRaw`
    WITH released AS (DELETE FROM claim WHERE ${column} = ANY(${ids}) RETURNING tx_hash, output_index)
    UPDATE platform_cell c SET state = 'free' FROM released r
    WHERE c.tx_hash = r.tx_hash AND c.output_index = r.output_index AND c.state = 'claimed'`
}
