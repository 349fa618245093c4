import type { DbTransaction } from "@/lib/db"
import { PaymentInProgress } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"

/** One lock may bind one in this many of the pool's live cells at once. */
const SHARE = 8

/**
 * How many live cells the transactions of one co-signer may bind together, payments and withdrawals alike.
 *
 * @param atLeast the least that is allowed, even by a pool too small for shares
 */
export function shareOf(live: number, atLeast = 1): number {
  return Math.max(atLeast, Math.floor(live / SHARE))
}

/**
 * Keeps one lock from taking the pool from everybody else, by paying a lot or by being paid a lot: the cells that its
 * signed transactions bind until the chain has them are counted by their claims, whatever kind of transaction it is.
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
  // Requests for one lock queue here: otherwise two at once would both count the same number.
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(encode(${lockHash}, 'hex'), 0))`
  const [row] = await db.$queryRaw<{ bound: number; live: number; payment_id: bigint | null }[]>`
    SELECT count(*)::int AS bound, min(c.payment_id) AS payment_id,
      (SELECT count(*) FROM platform_cell WHERE state IN ('free', 'claimed'))::int AS live
    FROM claim c WHERE c.for_lock_hash = ${lockHash} AND c.spent_by IS NULL`
  if (row && row.bound + wanted.cells > shareOf(row.live, wanted.atLeast))
    throw inProgress(row.payment_id ?? undefined, "takes all that one wallet may use of the platform at once")
}

/**
 * The refusal of a transaction while an earlier one of the same lock stands in its way.
 *
 * @param paymentId of the earlier one, when that is a payment
 * @param why what the earlier one uses and this one would need
 */
export function inProgress(paymentId: bigint | undefined, why: string): PaymentInProgress {
  const which = paymentId === undefined ? "An earlier transaction" : `Payment ${paymentId}`
  return new PaymentInProgress(
    `${which} of this wallet is on its way and ${why}. Nothing was sent now. Try again when it is in a block, usually within a minute.`,
    { retryAfter: 10, details: paymentId === undefined ? {} : { payment_id: Number(paymentId) } },
  )
}
