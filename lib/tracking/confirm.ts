import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { postPaymentsConfirmed, postSettlementsConfirmed } from "@/lib/ledger/post"
import { type OwnerRow, ownersOf } from "./owners"

/**
 * committed → confirmed for what has `CONFIRMATIONS` blocks now, its own counted as the first: entries become payable,
 * payouts are done, and the books say so.
 */
export async function confirmBuried(ctx: Context, db: DbTransaction, tip: bigint): Promise<void> {
  const buried = tip - BigInt(ctx.config.confirmations) + 1n
  const confirmed = await db.$queryRaw<OwnerRow[]>`
    UPDATE "chain_transaction" SET "status" = 'confirmed' WHERE "status" = 'committed' AND "block_number" <= ${buried}
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
