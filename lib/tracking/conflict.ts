import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { postLoss, postLossAverted } from "@/lib/ledger/post"
import { pause } from "@/lib/pause"
import { releaseClaims } from "@/lib/transaction/claim"
import { idsOf, OWNER_KINDS, type OwnerKind, type OwnerRow, ownerColumn } from "@/lib/transaction/owner"
import { fail } from "./transitions"

interface DeadRow extends OwnerRow {
  id: bigint
}

/**
 * What another transaction's spend means for ours. When it commits, the platform's cells of a payment or withdrawal
 * whose other side's cell it took are lent again. When it is final, our transaction is dead, and so is each that spends
 * what it would have made. Nothing else ever ends a signed transaction: not a timeout, not a refusal, not the node's
 * forgetting it.
 */
export async function endConflicting(
  ctx: Context,
  db: DbTransaction,
  { tip, final }: { tip: bigint; final: bigint },
): Promise<void> {
  await lendAgain(db, tip)
  const dead = await withoutTheirInputs(db, final)
  dead.push(...(await withoutTheirCell(db, final)))
  // All of them before any is ended: a payout that dies with its payment is not a loss.
  let generation = dead
  while (generation.length > 0) {
    generation = await killDescendants(
      db,
      generation.map((row) => row.id),
    )
    dead.push(...generation)
  }
  if (dead.length > 0) await end(ctx, db, dead)
}

/** Transactions of which another one has finally spent an input. */
async function withoutTheirInputs(db: DbTransaction, final: bigint): Promise<DeadRow[]> {
  // By each kind of owner for itself: an OR of the three is tried on every pair, which took most of a block's time.
  const spent = OWNER_KINDS.map((kind) => {
    const owner = ownerColumn(kind)
    return Prisma.sql`
      SELECT signed.id FROM chain_transaction signed JOIN claim c ON c.${owner} = signed.${owner}
      WHERE signed.status = 'signed' AND c.spent_block <= ${final} AND c.spent_by <> signed.tx_hash
        -- One of our own attempts at the same thing may still be the one that commits or has committed.
        AND NOT EXISTS (SELECT FROM chain_transaction own WHERE own.tx_hash = c.spent_by AND own.status <> 'confirmed')`
  })
  return db.$queryRaw<DeadRow[]>`
    UPDATE chain_transaction t SET status = 'dead'
    WHERE t.status = 'signed' AND t.id IN (${Prisma.join(spent, " UNION ALL ")})
    RETURNING t.id, t.payment_id, t.settlement_id, t.pool_operation_id`
}

/**
 * Transactions whose platform cell was finally spent elsewhere, found without a claim because they have none: a
 * self-spend whose target has confirmed after all, and a payment or withdrawal whose cell was lent again before a
 * reorganisation brought back the other side's own cell.
 */
async function withoutTheirCell(db: DbTransaction, final: bigint): Promise<DeadRow[]> {
  return db.$queryRaw<DeadRow[]>`
    UPDATE chain_transaction t SET status = 'dead'
    FROM chain_transaction signed
    LEFT JOIN payment paid ON paid.id = signed.payment_id
    LEFT JOIN withdrawal w ON w.settlement_id = signed.settlement_id
    LEFT JOIN pool_operation o ON o.id = signed.pool_operation_id
    JOIN platform_cell p ON p.id = ANY(array_append(w.platform_cell_ids, coalesce(paid.platform_cell_id, o.cell_id)))
    WHERE signed.status = 'signed' AND p.state = 'spent' AND p.spent_in <= ${final} AND t.id = signed.id
      AND t.status = 'signed'
    RETURNING t.id, t.payment_id, t.settlement_id, t.pool_operation_id`
}

/**
 * As soon as a conflicting transaction is in a block, what it leaves of the platform's cells of a payment or withdrawal
 * is lent again, unless a self-spend wants the cell. What a withdrawal would have paid stays bound until the conflict
 * is final: the entries could be paid twice, the cells cannot.
 */
async function lendAgain(db: DbTransaction, tip: bigint): Promise<void> {
  await db.$executeRaw`
    WITH ended AS (
      SELECT c.payment_id, c.settlement_id FROM claim c
      JOIN chain_transaction t ON t.payment_id = c.payment_id OR t.settlement_id = c.settlement_id
      WHERE c.spent_block = ${tip} AND t.status = 'signed' AND c.spent_by <> t.tx_hash
    ), released AS (
      DELETE FROM claim c USING ended, platform_cell p
      WHERE (c.payment_id = ended.payment_id OR c.settlement_id = ended.settlement_id)
        AND c.for_lock_hash IS NOT NULL AND c.spent_by IS NULL
        AND p.tx_hash = c.tx_hash AND p.output_index = c.output_index
        AND NOT EXISTS (SELECT FROM pool_operation o WHERE o.cell_id = p.id AND o.status = 'signed')
      RETURNING p.id
    )
    UPDATE platform_cell p SET state = 'free' FROM released WHERE p.id = released.id AND p.state = 'claimed'`
}

/** Our transactions that spend a cell which a dead one would have made. */
async function killDescendants(db: DbTransaction, deadIds: bigint[]): Promise<DeadRow[]> {
  return db.$queryRaw<DeadRow[]>`
    UPDATE chain_transaction t SET status = 'dead'
    FROM platform_cell p
    WHERE p.maker_id = ANY(${deadIds}) AND t.status = 'signed' AND (
      EXISTS (SELECT FROM claim c WHERE c.tx_hash = p.tx_hash AND c.output_index = p.output_index
        AND (c.payment_id = t.payment_id OR c.settlement_id = t.settlement_id
          OR c.pool_operation_id = t.pool_operation_id))
      OR EXISTS (SELECT FROM payment paid WHERE paid.id = t.payment_id AND paid.platform_cell_id = p.id)
      OR EXISTS (SELECT FROM withdrawal w WHERE w.settlement_id = t.settlement_id AND p.id = ANY(w.platform_cell_ids))
      OR EXISTS (SELECT FROM pool_operation o WHERE o.id = t.pool_operation_id AND o.cell_id = p.id))
    RETURNING t.id, t.payment_id, t.settlement_id, t.pool_operation_id`
}

/** A thing has failed when its last attempt is dead: what it bound is free, its entries are void or payable again. */
async function end(ctx: Context, db: DbTransaction, dead: DeadRow[]): Promise<void> {
  const payments = await withoutLivingAttempt(db, "payment", dead)
  const settlements = await withoutLivingAttempt(db, "settlement", dead)
  const poolOperations = await withoutLivingAttempt(db, "pool_operation", dead)
  // First, so that a self-spend which is dead too inherits nothing.
  if (poolOperations.length > 0) {
    await fail(db, "pool_operation", poolOperations)
    await releaseClaims(db, "pool_operation", poolOperations)
  }
  if (settlements.length > 0) {
    await fail(db, "settlement", settlements)
    await freeEntries(db, settlements)
    await releaseClaims(db, "settlement", settlements)
  }
  if (payments.length > 0) {
    await fail(db, "payment", payments)
    await db.$executeRaw`UPDATE account SET status = 'void' WHERE payment_id = ANY(${payments}) AND status = 'pending'`
    const lost = await db.entry.count({
      where: { paymentId: { in: payments }, status: { in: ["settling", "paid"] } },
    })
    if (lost > 0) {
      await postLoss(db, payments)
      await pause(db, {
        scope: "all",
        reason: "settled_payment_lost",
        detail: `Payments ${payments.join(", ")} left the chain after their entries were settled.`,
      })
    }
    await releaseClaims(db, "payment", payments)
  }
  ctx.log.warn(
    { payments: payments.map(Number), settlements: settlements.map(Number) },
    "ended: an input was spent by another transaction",
  )
}

/**
 * The entries of dead settlements are payable again, where their payment is still confirmed. Those of a payment that
 * has failed were booked as a loss, which this averts: nobody was paid.
 */
async function freeEntries(db: DbTransaction, settlementIds: bigint[]): Promise<void> {
  await postLossAverted(db, settlementIds)
  const freed = await db.$queryRaw<{ payment_id: bigint }[]>`
    UPDATE account a SET settlement_id = NULL, tx_hash = NULL,
      status = CASE WHEN p.status = 'confirmed' THEN 'available' ELSE 'pending' END
    FROM payment p WHERE a.settlement_id = ANY(${settlementIds}) AND a.status = 'settling' AND p.id = a.payment_id
    RETURNING a.payment_id`
  await db.$executeRaw`
    UPDATE account a SET status = 'void' FROM payment p
    WHERE p.id = ANY(${freed.map((entry) => entry.payment_id)}) AND p.status = 'failed'
      AND a.payment_id = p.id AND a.status = 'pending'`
}

async function withoutLivingAttempt(db: DbTransaction, kind: OwnerKind, dead: DeadRow[]): Promise<bigint[]> {
  const ids = idsOf(dead, kind)
  if (ids.length === 0) return []
  const living = await db.$queryRaw<{ id: bigint }[]>`
    SELECT ${ownerColumn(kind)} AS id FROM chain_transaction
    WHERE ${ownerColumn(kind)} = ANY(${ids}) AND status <> 'dead'`
  const alive = new Set(living.map((row) => row.id))
  return ids.filter((id) => !alive.has(id))
}
