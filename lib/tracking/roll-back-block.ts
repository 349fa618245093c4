import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex } from "@/lib/hex"
import {
  postDeposits,
  postPaymentsCommitted,
  postPaymentsConfirmed,
  postPoolOperationsCommitted,
  postSettlementsCommitted,
  postSettlementsConfirmed,
} from "@/lib/ledger/post"
import { changeAlone } from "@/lib/signing-lock"
import { type OwnerRow, ownersOf } from "@/lib/transaction/owner"
import type { Tip } from "@/lib/transaction/tip"
import { BLOCK_TIMEOUT_MS } from "./apply-block"
import { unfreeMature } from "./mature"

interface DetachedRow extends OwnerRow {
  was: "committed" | "confirmed"
}

/**
 * Takes the newest block back: a reorganisation has removed it from the chain. Everything that `applyBlock` and later
 * confirmation did for its transactions is undone, and each is sent again.
 */
export async function rollBackBlock(ctx: Context, tip: Tip): Promise<void> {
  await ctx.db.$transaction(
    async (db) => {
      await db.$executeRaw`SELECT ${changeAlone}`
      const removed = await db.$executeRaw`
        DELETE FROM "block" WHERE "number" = ${tip.number} AND "hash" = ${fromHex(tip.hash)}
          AND NOT EXISTS (SELECT FROM "block" newer WHERE newer."number" > ${tip.number})`
      // Another instance has rolled it back.
      if (removed === 0) return
      const detached = await detachTransactions(db, tip.number)
      const all = ownersOf(detached)
      const confirmed = ownersOf(detached.filter((row) => row.was === "confirmed"))
      await detachPayments(db, all.payments, confirmed.payments)
      await detachSettlements(db, all.settlements, confirmed.settlements)
      await detachPoolOperations(db, all.poolOperations)
      await detachCells(db, tip.number)
      await unfreeMature(db, tip.number)
    },
    { timeout: BLOCK_TIMEOUT_MS },
  )
}

async function detachTransactions(db: DbTransaction, number: bigint): Promise<DetachedRow[]> {
  return db.$queryRaw<DetachedRow[]>`
    UPDATE "chain_transaction" t SET "status" = 'signed', "block_number" = NULL, "block_hash" = NULL, "committed_at" = NULL,
      "next_check_at" = now(), "sends" = 0, "invalid_since" = NULL, "unresolved_since" = NULL, "fee_refused_since" = NULL
    FROM (SELECT "id", "status" AS "was" FROM "chain_transaction" WHERE "block_number" = ${number} FOR UPDATE) old
    WHERE t."id" = old."id"
    RETURNING t."payment_id", t."settlement_id", t."pool_operation_id", old."was"`
}

async function detachPayments(db: DbTransaction, all: bigint[], confirmed: bigint[]): Promise<void> {
  if (all.length === 0) return
  await db.$executeRaw`UPDATE "payment" SET "status" = 'submitted' WHERE "id" = ANY(${all}) AND "status" IN ('committed', 'confirmed')`
  await db.$executeRaw`UPDATE "account" SET "status" = 'pending' WHERE "payment_id" = ANY(${all}) AND "status" = 'available'`
  await postPaymentsConfirmed(db, confirmed, -1n)
  await postPaymentsCommitted(db, all, -1n)
}

async function detachSettlements(db: DbTransaction, all: bigint[], confirmed: bigint[]): Promise<void> {
  if (all.length === 0) return
  await postSettlementsConfirmed(db, confirmed, -1n)
  await postSettlementsCommitted(db, all, -1n)
  await db.$executeRaw`UPDATE "settlement" SET "status" = 'signed' WHERE "id" = ANY(${all}) AND "status" IN ('committed', 'confirmed')`
  await reviveAttempts(db, Prisma.sql`"settlement_id" = ANY(${all})`)
  await db.$executeRaw`UPDATE "account" SET "status" = 'settling' WHERE "settlement_id" = ANY(${all}) AND "status" = 'paid'`
}

/** The other attempts at something died because one was confirmed. Now any of them may be the one that commits. */
async function reviveAttempts(db: DbTransaction, owners: Prisma.Sql): Promise<void> {
  await db.$executeRaw`
    UPDATE "chain_transaction" SET "status" = 'signed', "next_check_at" = now(), "sends" = 0, "invalid_since" = NULL,
      "unresolved_since" = NULL, "fee_refused_since" = NULL
    WHERE ${owners} AND "status" = 'dead'`
}

async function detachPoolOperations(db: DbTransaction, all: bigint[]): Promise<void> {
  if (all.length === 0) return
  await db.$executeRaw`UPDATE "pool_operation" SET "status" = 'signed' WHERE "id" = ANY(${all}) AND "status" IN ('committed', 'confirmed')`
  await reviveAttempts(db, Prisma.sql`"pool_operation_id" = ANY(${all})`)
  await postPoolOperationsCommitted(db, all, -1n)
}

/** Cells that the block spent are back, bound if a claim still names them; cells that it made are gone. */
async function detachCells(db: DbTransaction, number: bigint): Promise<void> {
  await db.$executeRaw`UPDATE "claim" SET "spent_by" = NULL, "spent_block" = NULL WHERE "spent_block" = ${number}`
  await db.$executeRaw`
    UPDATE "platform_cell" p SET "spent_in" = NULL, "state" = CASE
      WHEN EXISTS (SELECT FROM "claim" c WHERE c."tx_hash" = p."tx_hash" AND c."output_index" = p."output_index")
      THEN 'claimed' ELSE 'free' END
    WHERE p."spent_in" = ${number}`
  const gone = await db.$queryRaw<{ id: bigint; maker_id: bigint | null }[]>`
    UPDATE "platform_cell" SET "state" = 'orphaned', "held_at" = NULL WHERE "made_in" = ${number} AND "state" <> 'orphaned'
    RETURNING "id", "maker_id"`
  await postDeposits(
    db,
    gone.filter((cell) => cell.maker_id === null).map((cell) => cell.id),
    -1n,
  )
}
