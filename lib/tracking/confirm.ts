import type { DbTransaction } from "@/lib/db"
import { postPaymentsConfirmed, postSettlementsConfirmed } from "@/lib/ledger/post"
import { type OwnerRow, ownersOf } from "@/lib/transaction/owner"

/**
 * committed → confirmed for what is in a final block: entries become payable, payouts are done, and the books say so.
 *
 * @param final number of the newest final block: `finalHeight`
 */
export async function confirmBuried(db: DbTransaction, final: bigint): Promise<void> {
  const confirmed = await db.$queryRaw<OwnerRow[]>`
    UPDATE "chain_transaction" SET "status" = 'confirmed' WHERE "status" = 'committed' AND "block_number" <= ${final}
    RETURNING "payment_id", "settlement_id", "pool_operation_id"`
  const { payments, settlements, poolOperations } = ownersOf(confirmed)
  if (payments.length > 0) {
    await db.$executeRaw`UPDATE "payment" SET "status" = 'confirmed' WHERE "id" = ANY(${payments}) AND "status" = 'committed'`
    await db.$executeRaw`UPDATE "account" SET "status" = 'available' WHERE "payment_id" = ANY(${payments}) AND "status" = 'pending'`
    await postPaymentsConfirmed(db, payments, 1n)
  }
  if (settlements.length > 0) {
    await db.$executeRaw`UPDATE "settlement" SET "status" = 'confirmed' WHERE "id" = ANY(${settlements}) AND "status" = 'committed'`
    await db.$executeRaw`UPDATE "account" SET "status" = 'paid' WHERE "settlement_id" = ANY(${settlements}) AND "status" = 'settling'`
    await postSettlementsConfirmed(db, settlements, 1n)
  }
  if (poolOperations.length > 0) {
    await db.$executeRaw`UPDATE "pool_operation" SET "status" = 'confirmed' WHERE "id" = ANY(${poolOperations}) AND "status" = 'committed'`
  }
}
