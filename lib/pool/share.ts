import type { DbTransaction } from "@/lib/db"
import { PaymentInProgress } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"

/** Of the pool's live cells one lock may bind one in so many at once. */
const SHARE = 8

/**
 * How many of so many live cells transactions with one co-signer may bind together, payments and withdrawals alike.
 *
 * @param atLeast what a pool that is too small for shares gives all the same
 */
export function shareOf(live: number, atLeast = 1): number {
  return Math.max(atLeast, Math.floor(live / SHARE))
}

/**
 * Nobody takes the pool from the others, by paying a lot or by being paid a lot: what a lock's signed transactions bind
 * until the chain has them is counted by claims, whatever kind they are.
 *
 * @param wanted.cells how many platform cells are to be bound now
 * @param wanted.atLeast as in `shareOf`
 * @throws PaymentInProgress when that is more than the lock's share
 */
export async function requireShareOfPool(
  db: DbTransaction,
  wanted: { lockHash: Hex; cells: number; atLeast?: number },
): Promise<void> {
  const lockHash = fromHex(wanted.lockHash)
  // Those who sign with one lock queue here, or two at once would both count the same number.
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(encode(${lockHash}, 'hex'), 0))`
  const [row] = await db.$queryRaw<{ bound: number; live: number; payment_id: bigint | null }[]>`
    SELECT count(*)::int AS bound, min(c.payment_id) AS payment_id,
      (SELECT count(*) FROM platform_cell WHERE state IN ('free', 'claimed'))::int AS live
    FROM claim c WHERE c.for_lock_hash = ${lockHash} AND c.spent_by IS NULL`
  if (row && row.bound + wanted.cells > shareOf(row.live, wanted.atLeast))
    throw inProgress(row.payment_id ?? undefined, "takes all that one wallet may use of the platform at once")
}

/**
 * What an earlier transaction of the same lock keeps from this one.
 *
 * @param paymentId when the earlier one is a payment
 * @param why what it uses that this one would need
 */
export function inProgress(paymentId: bigint | undefined, why: string): PaymentInProgress {
  const which = paymentId === undefined ? "An earlier transaction" : `Payment ${paymentId}`
  return new PaymentInProgress(
    `${which} of this wallet is on its way and ${why}. Nothing was sent now. Try again when it is in a block, usually within a minute.`,
    { retryAfter: 10, details: paymentId === undefined ? {} : { payment_id: Number(paymentId) } },
  )
}
