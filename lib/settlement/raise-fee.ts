import { MAX_FEE_RATE } from "@/lib/chain/fee-rate"
import { minReplaceFee } from "@/lib/chain/replace"
import { feeAt, raiseFee } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { fromHex, toHex } from "@/lib/hex"
import { largest, type Shannons, shannons } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pool/pause"
import { broadcast } from "@/lib/tracking/broadcast"
import { signAndStore } from "@/lib/tracking/sign"

/** A payout that has waited this long is looked at, and again after each replacement. */
const PATIENCE_SECONDS = 300
/** In percent: what the network asks now must be so much more than what was offered, or each little rise would replace it. */
const WORTH_IT = 125n
const BATCH = 20

interface Attempt {
  id: bigint
  settlement_id: bigint
  tx_hash: Uint8Array
  bytes: Uint8Array
  network_fee: bigint
}

/**
 * Fees have risen and payouts wait: each gets another attempt that pays the network what it asks now. All attempts at a
 * settlement spend the same cells and pay the same receivers the same, so only one of them can ever commit, whichever it is.
 * A withdrawal is left as its receiver signed it.
 *
 * @returns the settlements that have a new attempt
 * @throws Paused while settlement stands still; ChainError when the node does not answer
 */
export async function raiseFees(ctx: Context): Promise<{ replaced: bigint[] }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const replaced: bigint[] = []
  for (const attempt of await waitingAttempts(ctx)) {
    const fee = await feeToPay(ctx, attempt)
    if (fee !== undefined && (await replace(ctx, attempt, fee))) replaced.push(attempt.settlement_id)
  }
  return { replaced }
}

/** The newest attempt of each payout that waits, unless it is being ended on purpose. */
async function waitingAttempts({ db }: Context): Promise<Attempt[]> {
  return db.$queryRaw<Attempt[]>`
    SELECT t."id", t."settlement_id", t."tx_hash", t."bytes", t."network_fee" FROM "settlement" s
    JOIN "chain_transaction" t ON t."settlement_id" = s."id" AND t."tx_hash" = s."tx_hash"
    WHERE s."status" = 'signed' AND s."kind" = 'payout' AND t."status" = 'signed'
      AND t."created_at" < now() - ${PATIENCE_SECONDS} * interval '1 second'
      AND NOT EXISTS (
        SELECT FROM "pool_operation" o JOIN "chain_transaction" target ON target."id" = o."ends_id"
        WHERE o."status" = 'signed' AND target."settlement_id" = s."id"
      )
    ORDER BY t."id" LIMIT ${BATCH}`
}

/** @returns undefined when the network asks hardly more than what is offered, or more than is reasonable */
async function feeToPay(ctx: Context, attempt: Attempt): Promise<Shannons | undefined> {
  const asked = feeAt(attempt.bytes, await ctx.chain.feeRate())
  if (asked * 100n < attempt.network_fee * WORTH_IT) return undefined
  // What a receiver has chained on the payout in the node's pool would have to be paid for too.
  const toReplace = await minReplaceFee(ctx.chain, toHex(attempt.tx_hash))
  const fee = largest([asked, toReplace])
  return fee <= feeAt(attempt.bytes, MAX_FEE_RATE) ? fee : undefined
}

async function replace(ctx: Context, attempt: Attempt, networkFee: Shannons): Promise<boolean> {
  const tx = raiseFee(ctx.chain, attempt.bytes, shannons(networkFee - attempt.network_fee))
  if (!tx) {
    ctx.log.warn(
      { settlement: Number(attempt.settlement_id) },
      "a payout waits, and its change cannot bear a higher fee",
    )
    return false
  }
  const txHash = fromHex(tx.hash())
  const bytes = await ctx.db.$transaction(async (db) => {
    // No row: the chain has an attempt by now, or another worker has made the next one.
    const moved = await db.$executeRaw`
      UPDATE "settlement" SET "tx_hash" = ${txHash}, "network_fee" = ${networkFee}
      WHERE "id" = ${attempt.settlement_id} AND "status" = 'signed' AND "tx_hash" = ${attempt.tx_hash}`
    if (moved === 0) return undefined
    await db.$executeRaw`UPDATE "account" SET "tx_hash" = ${txHash} WHERE "settlement_id" = ${attempt.settlement_id}`
    return signAndStore(ctx, db, { settlementId: attempt.settlement_id }, tx)
  })
  if (!bytes) return false
  ctx.log.info({ settlement: Number(attempt.settlement_id), network_fee: networkFee.toString() }, "payout replaced")
  await broadcast(ctx, txHash, bytes)
  return true
}
