import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { ApprovalNeeded } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { formatCkb, type Shannons, shannons } from "@/lib/money"

/** What may be paid out now without the operator's approval, in shannons; undefined: any amount. */
export interface PayoutRoom {
  settlement: Shannons | undefined
  /** What is left of the last 24 hours' limit, with what the operator has added to it */
  day: Shannons | undefined
  /** The smaller of the two */
  least: Shannons | undefined
}

export async function payoutRoom(ctx: Context, db: Db | DbTransaction, but?: bigint): Promise<PayoutRoom> {
  const { settlement, day } = ctx.config.payoutLimits
  const left = day === undefined ? undefined : shannons(day + (await balanceOfDay(db, but)))
  const least = settlement === undefined || (left !== undefined && left < settlement) ? left : settlement
  return { settlement, day: left, least }
}

export function isWithin({ least }: PayoutRoom, amount: Shannons): boolean {
  return least === undefined || amount <= least
}

/**
 * What the operator has added in the last 24 hours, less what was paid out in them; approved payouts count by
 * themselves.
 */
async function balanceOfDay(db: Db | DbTransaction, but: bigint | undefined): Promise<bigint> {
  const [row] = await db.$queryRaw<{ balance: bigint }[]>`
    SELECT (
      (SELECT coalesce(sum(amount), 0) FROM payout_approval
        WHERE lock_hash IS NULL AND created_at > now() - interval '24 hours' AND withdrawn_at IS NULL)
      - (SELECT coalesce(sum(s.amount), 0) FROM settlement s
        WHERE s.created_at > now() - interval '24 hours' AND s.status <> 'failed' AND s.id IS DISTINCT
        FROM ${but ?? null}::bigint
          AND NOT EXISTS (SELECT FROM payout_approval a WHERE a.settlement_id = s.id))
    )::bigint AS balance`
  return row?.balance ?? 0n
}

/** An approval that can be used for `amount` and has not ended: nothing has used it, or what has used it has failed. */
export function usableApproval(lockHash: Prisma.Sql, amount: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT a.id FROM payout_approval a LEFT JOIN settlement used ON used.id = a.settlement_id
    WHERE a.lock_hash = ${lockHash} AND a.amount >= ${amount} AND (used.id IS NULL OR used.status = 'failed')
      AND a.expires_at > now() AND a.withdrawn_at IS NULL
    ORDER BY a.id LIMIT 1`
}

interface Payout {
  settlementId: bigint
  amount: Shannons
  /** Of a payout to one party, whom an approval may name */
  lockHash: Hex | undefined
}

/**
 * The last gate before a payout is signed, in the database transaction that stores it: payouts queue here, so that two
 * at once cannot both take what is left of the day. One above the limits uses up an approval for its receiver.
 *
 * @throws ApprovalNeeded when it is above the limits and nobody has approved it; the caller rolls back
 */
export async function admitPayout(ctx: Context, db: DbTransaction, payout: Payout): Promise<void> {
  const { payoutLimits } = ctx.config
  if (payoutLimits.settlement === undefined && payoutLimits.day === undefined) return
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('payout limits'))`
  const room = await payoutRoom(ctx, db, payout.settlementId)
  if (isWithin(room, payout.amount)) return
  if (payout.lockHash !== undefined) {
    const usable = usableApproval(Prisma.sql`${fromHex(payout.lockHash)}`, Prisma.sql`${payout.amount}`)
    const used = await db.$executeRaw`
      UPDATE payout_approval SET settlement_id = ${payout.settlementId} WHERE id = (${usable} FOR UPDATE OF a)`
    if (used === 1) return
  }
  throw approvalNeeded(payout.amount)
}

/**
 * For people, before they sign anything: whether a payout of this size to this party would be admitted now.
 *
 * @throws ApprovalNeeded
 */
export async function requireAdmissible(ctx: Context, amount: Shannons, lockHash: Hex): Promise<void> {
  if (isWithin(await payoutRoom(ctx, ctx.db), amount)) return
  const approvals = await ctx.db.$queryRaw<unknown[]>(
    usableApproval(Prisma.sql`${fromHex(lockHash)}`, Prisma.sql`${amount}`),
  )
  if (approvals.length === 0) throw approvalNeeded(amount)
}

function approvalNeeded(amount: Shannons): ApprovalNeeded {
  return new ApprovalNeeded(
    `${formatCkb(amount)} CKB are more than is paid out without the operator's approval. Nothing was sent; your balance is safe. ` +
      "The operator sees that it waits. Try again later, or take out less.",
    { retryAfter: 3_600 },
  )
}
