import type { Party } from "@/lib/chain/address"
import { plainCellsOf } from "@/lib/chain/cells"
import { anyoneCanPayPrefix, receiverLockFor } from "@/lib/chain/locks"
import type { Context } from "@/lib/context"
import { AppError, ChainError, Paused } from "@/lib/errors"
import { largest, type Shannons, shannons } from "@/lib/money"
import { countLiveCells } from "@/lib/pool/cells"
import { refuseWhenPaused } from "@/lib/pool/pause"
import { prepareWithdrawal } from "./prepare"
import { submitWithdrawal } from "./submit"

/** Less does not go by itself: the receiver pays the network fee. 1 CKB is a thousand times as much. */
const TOP_UP_MINIMUM = shannons(100_000_000n)

/**
 * Pays receivers under anyone-can-pay locks into cells that they have already, so that they need neither wait for what a cell
 * of their own needs, nor sign: each a withdrawal of all that they are owed. Those who have no such cell yet get their first
 * one by settlement. What their owners have set holds here too.
 *
 * A quarter of the pool's cells at most goes in in one run, so that senders are served meanwhile.
 *
 * @returns the ids of the withdrawals made now
 * @throws Paused while an alarm is open; ChainError when the node does not answer
 */
export async function topUp(ctx: Context): Promise<{ withdrawals: bigint[] }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const receivers = await openReceivers(ctx)
  const withdrawals: bigint[] = []
  if (receivers.length === 0) return { withdrawals }
  const { live } = await countLiveCells(ctx, 0n)
  for (const receiver of receivers) {
    if (withdrawals.length >= Math.max(1, Math.floor(live / 4))) break
    const id = await withdrawFor(ctx, receiver)
    if (id !== undefined) withdrawals.push(id)
  }
  return { withdrawals }
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
  amount: Shannons
}

/** Who is owed enough under an anyone-can-pay lock of this chain, those who have waited longest first. */
async function openReceivers({ chain, db }: Context): Promise<OpenReceiver[]> {
  const prefix = await anyoneCanPayPrefix(chain.client)
  if (prefix === undefined) return []
  const rows = await db.$queryRaw<{ receiver: string; amount: bigint }[]>`
    SELECT min(a."receiver") AS "receiver", sum(a."amount")::bigint AS "amount"
    FROM "account" a LEFT JOIN "payout_setting" s ON s."lock_hash" = a."lock_hash"
    WHERE a."receiver" LIKE ${`${prefix}%`} AND a."status" = 'available' AND a."kind" <> 'fee' AND s."paused" IS NOT TRUE
    GROUP BY a."lock_hash", s."threshold" HAVING sum(a."amount") >= greatest(${TOP_UP_MINIMUM}, s."threshold")
    ORDER BY min(a."id")`
  return rows.map(({ receiver, amount }) => ({ receiver, amount: shannons(amount) }))
}

/** One receiver who cannot be paid this way must not keep the others from their money. */
async function withdrawFor(ctx: Context, { receiver, amount }: OpenReceiver): Promise<bigint | undefined> {
  try {
    const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver, amount })
    await submitWithdrawal(ctx, { withdrawalId, rawTx })
    return withdrawalId
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof ChainError || error instanceof Paused) throw error
    ctx.log.debug({ receiver, code: error.code }, "an anyone-can-pay cell was not topped up")
    return undefined
  }
}
