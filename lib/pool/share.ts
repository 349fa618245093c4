import type { Db, DbTransaction } from "@/lib/db"
import { PaymentInProgress } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"

/** One lock may bind one in this many of the pool's live cells at once. */
export const SHARE = 8

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
  const [row] = await db.$queryRaw<{ exceeds: boolean }[]>`
    SELECT exceeds_share(${lockHash}, ${wanted.cells}::int, ${wanted.atLeast ?? 1}::int, ${SHARE}::int) AS exceeds`
  if (row?.exceeds) throw await shareTaken(db, wanted.lockHash)
}

/** The refusal of a transaction of a lock that has its share of the pool in others. */
export async function shareTaken(db: Db | DbTransaction, lockHash: Hex): Promise<PaymentInProgress> {
  const [row] = await db.$queryRaw<{ payment_id: bigint | null }[]>`
    SELECT min(payment_id) AS payment_id FROM claim WHERE for_lock_hash = ${fromHex(lockHash)} AND spent_by IS NULL`
  return inProgress(row?.payment_id ?? undefined, "takes all that one wallet may use of the platform at once")
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
