import { MAX_FEE_RATE } from "@/lib/chain/fee-rate"
import { minReplaceFee } from "@/lib/chain/replace"
import { feeAt, raiseFee } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { Paused } from "@/lib/errors"
import { fromHex, toHex } from "@/lib/hex"
import { largest, type Shannons, shannons } from "@/lib/money"
import { DeadCells, type SigningScope, withSignature } from "@/lib/signing/sign"
import { broadcast } from "@/lib/transaction/broadcast"

/**
 * What has waited this long is looked at, and again after each replacement; what the node refuses for its fee, at once.
 */
const PATIENCE_SECONDS = 300
/**
 * In percent: the network must ask this much more than was offered, or every small rise would bring a replacement.
 */
const WORTH_IT = 125n
const BATCH = 20

interface Attempt {
  id: bigint
  settlement_id: bigint | null
  pool_operation_id: bigint | null
  tx_hash: Uint8Array
  bytes: Uint8Array
  network_fee: bigint
  scope: SigningScope
  /** The node refuses it for its fee */
  refused: boolean
}

/**
 * Gives each waiting transaction that only the platform signs another attempt, which pays the network what it asks now.
 * All attempts at one thing spend the same cells and pay the same receivers the same, so only one of them can ever
 * commit, whichever it is. What somebody has co-signed stays as they signed it, and so does what takes earned fees out:
 * too cheap for an hour, those are ended (`end-stuck.ts`).
 *
 * @returns the settlements and the operations of the pool that have a new attempt
 * @throws CatchingUp while the newest blocks are not taken in; ChainError when the node does not answer
 */
export async function raiseFees(ctx: Context): Promise<{ replaced: bigint[]; operations: bigint[] }> {
  const replaced: bigint[] = []
  const operations: bigint[] = []
  for (const attempt of await waitingAttempts(ctx)) {
    const fee = await feeToPay(ctx, attempt)
    if (fee === undefined || !(await replace(ctx, attempt, fee))) continue
    if (attempt.settlement_id !== null) replaced.push(attempt.settlement_id)
    if (attempt.pool_operation_id !== null) operations.push(attempt.pool_operation_id)
  }
  return { replaced, operations }
}

/** The newest attempt of each thing that waits, unless it is being ended on purpose; first what the node refuses. */
async function waitingAttempts({ db }: Context): Promise<Attempt[]> {
  return db.$queryRaw<Attempt[]>`
    SELECT t.id, t.settlement_id, t.pool_operation_id, t.tx_hash, t.bytes, t.network_fee,
      CASE o.kind WHEN 'self_spend' THEN 'self-spend' ELSE 'settlement' END AS scope,
      t.fee_refused_since IS NOT NULL AS refused
    FROM chain_transaction t
    LEFT JOIN settlement s ON s.id = t.settlement_id
    LEFT JOIN pool_operation o ON o.id = t.pool_operation_id
    WHERE t.status = 'signed' AND t.tx_hash = coalesce(s.tx_hash, o.tx_hash)
      AND (s.kind = 'payout' OR o.kind IN ('split', 'merge', 'self_spend', 'anchor'))
      AND (t.fee_refused_since IS NOT NULL OR t.created_at < now() - ${PATIENCE_SECONDS} * interval '1 second')
      AND NOT EXISTS (
        SELECT FROM pool_operation ending JOIN chain_transaction target ON target.id = ending.ends_id
        WHERE ending.status = 'signed'
          AND (target.settlement_id = t.settlement_id OR target.pool_operation_id = t.pool_operation_id)
      )
    ORDER BY t.fee_refused_since IS NULL, t.id LIMIT ${BATCH}`
}

/** @returns undefined when the network asks hardly more than what is offered, or more than is reasonable */
async function feeToPay(ctx: Context, attempt: Attempt): Promise<Shannons | undefined> {
  const asked = feeAt(attempt.bytes, await ctx.chain.feeRate())
  const worthIt = shannons((attempt.network_fee * WORTH_IT + 99n) / 100n)
  if (!attempt.refused && asked < worthIt) return undefined
  // A replacement would also have to pay for whatever a receiver has chained on the payout in the node's pool.
  const toReplace = await minReplaceFee(ctx.chain, toHex(attempt.tx_hash))
  const fee = largest([asked, toReplace, worthIt])
  return fee <= feeAt(attempt.bytes, MAX_FEE_RATE) ? fee : undefined
}

async function replace(ctx: Context, attempt: Attempt, networkFee: Shannons): Promise<boolean> {
  const what = { settlement: Number(attempt.settlement_id), pool_operation: Number(attempt.pool_operation_id) }
  const tx = raiseFee(ctx.chain, attempt.bytes, shannons(networkFee - attempt.network_fee))
  if (!tx) {
    ctx.log.warn(what, "a transaction waits, and its change cannot bear a higher fee")
    return false
  }
  const txHash = fromHex(tx.hash())
  const { settlement_id: settlementId, pool_operation_id: poolOperationId, scope } = attempt
  const bytes = await withSignature(ctx, { tx, scope }, async (db, sign) => {
    // No row: the chain has an attempt by now, or another worker has made the next one.
    if (!(await moveTo(db, attempt, txHash, networkFee))) return undefined
    return settlementId === null ? sign({ poolOperationId: poolOperationId as bigint }) : sign({ settlementId })
  }).catch((error: unknown) => {
    // Dead cells: a block has just taken an attempt. Paused: only this kind of transaction stands still.
    if (error instanceof DeadCells || error instanceof Paused) return undefined
    throw error
  })
  if (!bytes) return false
  ctx.log.info({ ...what, network_fee: networkFee.toString() }, "transaction replaced by one that pays more")
  await broadcast(ctx, txHash, bytes)
  return true
}

async function moveTo(db: DbTransaction, attempt: Attempt, txHash: Uint8Array, networkFee: Shannons): Promise<boolean> {
  const { settlement_id: settlementId, pool_operation_id: poolOperationId } = attempt
  if (settlementId === null) {
    const moved = await db.$executeRaw`
      UPDATE pool_operation SET tx_hash = ${txHash}, network_fee = ${networkFee}
      WHERE id = ${poolOperationId} AND status = 'signed' AND tx_hash = ${attempt.tx_hash}`
    return moved === 1
  }
  const moved = await db.$executeRaw`
    UPDATE settlement SET tx_hash = ${txHash}, network_fee = ${networkFee}
    WHERE id = ${settlementId} AND status = 'signed' AND tx_hash = ${attempt.tx_hash}`
  if (moved === 1) await db.$executeRaw`UPDATE account SET tx_hash = ${txHash} WHERE settlement_id = ${settlementId}`
  return moved === 1
}
