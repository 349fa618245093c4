import { type Party, parseAddress } from "@/lib/chain/address"
import { plainCellsOf } from "@/lib/chain/cells"
import { anyoneCanPayPrefix, receiverLockFor } from "@/lib/chain/locks"
import type { Context } from "@/lib/context"
import { AppError, CatchingUp, ChainError, Paused } from "@/lib/errors"
import { largest, type Shannons, shannons, wholeCkb } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { countLiveCells } from "@/lib/pool/cells"
import { shareOf } from "@/lib/pool/share"
import { isWithin, payoutRoom } from "@/lib/settlement/limits"
import { prepareWithdrawal } from "./prepare"
import { submitWithdrawal } from "./submit"

/** Less does not go by itself: the receiver pays the network fee. 1 CKB is a thousand times as much. */
const TOP_UP_MINIMUM = wholeCkb(1n)
/** Each attempt costs a few statements and RPC calls, whether it pays or not. */
const RECEIVERS_A_RUN = 50
/** Errors that stop everybody's payouts, not only one receiver's. */
const WAITING = [CatchingUp, ChainError, Paused]

/**
 * Pays receivers under anyone-can-pay locks into cells that they have already, so that they need neither wait for what
 * a cell of their own needs, nor sign: each a withdrawal of all that they are owed. Those who have no such cell yet get
 * their first one by settlement. What their owners have set holds here too.
 *
 * All of them together bind what one lock may bind, so that senders are served meanwhile: whoever is paid this way can
 * spend the cell that grows again and again, and keep ours from their block. Who could not be paid is tried again
 * later, and later each time.
 *
 * @returns the ids of the withdrawals made now
 * @throws Paused while an alarm is open; CatchingUp while the newest blocks are not taken in; ChainError when the node
 *   does not answer
 */
export async function topUp(ctx: Context): Promise<{ withdrawals: bigint[] }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const withdrawals: bigint[] = []
  const prefix = await anyoneCanPayPrefix(ctx.chain.client)
  if (prefix === undefined) return { withdrawals }
  const { live } = await countLiveCells(ctx, 0n)
  for (const receiver of await openReceivers(ctx, prefix)) {
    if ((await boundByTopUps(ctx, prefix)) >= shareOf(live)) break
    const id = await withdrawFor(ctx, receiver)
    if (id !== undefined) withdrawals.push(id)
  }
  return { withdrawals }
}

/**
 * Whom `topUp` would pay now, for somebody who is about to ask for payouts: nothing is bound or sent.
 *
 * @param without addresses that are paid otherwise before
 * @throws ChainError when the node does not answer
 */
export async function previewTopUps(
  ctx: Context,
  without: ReadonlySet<string>,
): Promise<{ receiver: string; amount: Shannons }[]> {
  const prefix = await anyoneCanPayPrefix(ctx.chain.client)
  if (prefix === undefined) return []
  const { live } = await countLiveCells(ctx, 0n)
  // Each binds one of the platform's cells at least.
  const most = shareOf(live) - (await boundByTopUps(ctx, prefix))
  const room = await payoutRoom(ctx, ctx.db)
  const paid: { receiver: string; amount: Shannons }[] = []
  for (const { receiver, amount } of await openReceivers(ctx, prefix)) {
    if (paid.length >= most) break
    if (without.has(receiver) || !isWithin(room, amount)) continue
    const threshold = await topUpThreshold(ctx, await parseAddress(ctx.chain, receiver), null)
    if (threshold !== null && amount >= threshold) paid.push({ receiver, amount })
  }
  return paid
}

/** Platform cells in transactions into cells of anyone-can-pay locks that the chain does not have yet. */
async function boundByTopUps({ db }: Context, prefix: string): Promise<number> {
  const [row] = await db.$queryRaw<{ cells: number }[]>`
    SELECT count(*)::int AS cells FROM settlement s
    JOIN withdrawal w ON w.settlement_id = s.id
    JOIN claim c ON c.settlement_id = s.id AND c.for_lock_hash IS NOT NULL AND c.spent_by IS NULL
    WHERE s.status = 'signed' AND s.kind = 'withdrawal' AND w.receiver LIKE ${`${prefix}%`}`
  return row?.cells ?? 0
}

/**
 * From which sum on a receiver is paid into the cell that they have.
 *
 * @param ownThreshold what its owner has set
 * @returns shannons; null when the lock is another one, or has no cell that could grow
 * @throws ChainError when the node does not answer
 */
export async function topUpThreshold(
  { chain }: Context,
  { lock }: Pick<Party, "lock">,
  ownThreshold: Shannons | null,
): Promise<Shannons | null> {
  const rules = await receiverLockFor(lock, chain.client)
  if (rules.kind !== "anyone-can-pay") return null
  for await (const page of plainCellsOf(chain, lock))
    if (page.length > 0) return largest([TOP_UP_MINIMUM, rules.leastGain, ownThreshold ?? 0n])
  return null
}

interface OpenReceiver {
  receiver: string
  lockHash: Uint8Array<ArrayBuffer>
  amount: Shannons
}

/**
 * Who is owed enough under an anyone-can-pay lock of this chain and is to be tried now, those who have waited longest
 * first.
 */
async function openReceivers({ db }: Context, prefix: string): Promise<OpenReceiver[]> {
  const rows = await db.$queryRaw<{ receiver: string; lock_hash: Uint8Array<ArrayBuffer>; amount: bigint }[]>`
    SELECT min(a.receiver) AS receiver, a.lock_hash, sum(a.amount)::bigint AS amount
    FROM account a LEFT JOIN payout_setting s ON s.lock_hash = a.lock_hash
    WHERE a.receiver LIKE ${`${prefix}%`} AND a.status = 'available' AND a.kind <> 'fee' AND s.paused IS NOT TRUE
    GROUP BY a.lock_hash, s.threshold HAVING sum(a.amount) >= greatest(${TOP_UP_MINIMUM}, s.threshold)
      AND NOT EXISTS (SELECT FROM top_up_retry r
        WHERE r.lock_hash = a.lock_hash AND r.amount = sum(a.amount) AND r.next_try_at > now())
    ORDER BY min(a.id) LIMIT ${RECEIVERS_A_RUN}`
  return rows.map(({ receiver, lock_hash: lockHash, amount }) => ({ receiver, lockHash, amount: shannons(amount) }))
}

/** One receiver who cannot be paid this way must not keep the others from their money. */
async function withdrawFor(ctx: Context, { receiver, lockHash, amount }: OpenReceiver): Promise<bigint | undefined> {
  try {
    const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver, amount })
    await submitWithdrawal(ctx, { withdrawalId, rawTx })
    await ctx.db.topUpRetry.deleteMany({ where: { lockHash } })
    return withdrawalId
  } catch (error) {
    if (!(error instanceof AppError) || WAITING.some((kind) => error instanceof kind)) throw error
    ctx.log.debug({ receiver, code: error.code }, "an anyone-can-pay cell was not topped up")
    // What passes by itself, such as a busy pool, is not held against them.
    if (!error.retryable) await tryLater(ctx, lockHash, amount)
    return undefined
  }
}

/**
 * One minute, two, four … up to an hour: they cost database and node as much as those who can be paid. Once they are
 * owed another amount they are tried at once, for that may have been what was missing.
 */
async function tryLater({ db }: Context, lockHash: Uint8Array, amount: Shannons): Promise<void> {
  await db.$executeRaw`
    INSERT INTO top_up_retry (lock_hash, amount, next_try_at)
    VALUES (${lockHash}, ${amount}, now() + interval '1 minute')
    ON CONFLICT (lock_hash) DO UPDATE SET amount = EXCLUDED.amount, tries = least(top_up_retry.tries + 1, 6),
      next_try_at = now() + power(2, top_up_retry.tries) * interval '1 minute'`
}
