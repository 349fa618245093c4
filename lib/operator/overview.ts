import type { Context } from "@/lib/context"
import { type Shannons, shannons } from "@/lib/money"
import { firstIdSince } from "@/lib/payment/id-at"
import { type PoolLevel, poolLevel } from "@/lib/pool/usage"

/** What the operator wants to know at a glance. */
export interface Overview {
  today: Today
  owed: { amount: Shannons; receivers: number }
  /** Signed transactions that no block has taken for longer than is usual */
  stuck: { payments: number; payouts: number; since: Date | null }
  pool: PoolLevel
  block: { number: bigint; processedAt: Date } | null
}

interface Today {
  /** The day began then, in UTC */
  from: Date
  /** Signed payments, without those that have failed */
  payments: number
  amount: Shannons
  fees: Shannons
  /** There are more than were counted */
  more: boolean
}

/** A busier day is told by its newest payments: the page is read again every few seconds. */
const COUNTED_AT_MOST = 100_000
/** Blocks come every 8 to 48 seconds, and a commit takes 2 to 10 of them. */
const STUCK_AFTER_MINUTES = 15

/** Numbers of now and today. None of them reads what is older than a day or paid. */
export async function readOverview(ctx: Context): Promise<Overview> {
  const [today, owed, stuck, pool, block] = await Promise.all([
    readToday(ctx),
    readOwed(ctx),
    readStuck(ctx),
    poolLevel(ctx),
    ctx.db.block.findFirst({ orderBy: { number: "desc" }, select: { number: true, processedAt: true } }),
  ])
  return { today, owed, stuck, pool, block }
}

async function readToday(ctx: Context): Promise<Today> {
  const from = new Date(new Date().setUTCHours(0, 0, 0, 0))
  const first = await firstIdSince(ctx, from)
  const [row] = await ctx.db.$queryRaw<{ payments: number; amount: string; fees: string }[]>`
    SELECT count(*)::int AS payments, coalesce(sum(amount), 0)::text AS amount,
      coalesce(sum(platform_fee), 0)::text AS fees
    FROM (
      SELECT amount, platform_fee FROM payment
      WHERE id >= ${first} AND created_at >= ${from.toISOString()}::timestamptz
        AND status IN ('submitted', 'committed', 'confirmed')
      ORDER BY id DESC LIMIT ${COUNTED_AT_MOST + 1}
    ) of_today`
  const payments = row?.payments ?? 0
  return {
    ...{ from, payments: Math.min(payments, COUNTED_AT_MOST), more: payments > COUNTED_AT_MOST },
    amount: shannons(BigInt(row?.amount ?? 0)),
    fees: shannons(BigInt(row?.fees ?? 0)),
  }
}

/** What is owed and not on its way to anybody yet. */
async function readOwed({ db }: Context): Promise<Overview["owed"]> {
  const [row] = await db.$queryRaw<{ receivers: number; amount: string }[]>`
    SELECT count(*)::int AS receivers, coalesce(sum(amount), 0)::text AS amount FROM (
      SELECT sum(amount) AS amount FROM account WHERE status = 'available' AND kind <> 'fee' GROUP BY lock_hash
    ) of_each`
  return { receivers: row?.receivers ?? 0, amount: shannons(BigInt(row?.amount ?? 0)) }
}

async function readStuck({ db }: Context): Promise<Overview["stuck"]> {
  const [row] = await db.$queryRaw<{ payments: number; payouts: number; since: Date | null }[]>`
    SELECT count(payment_id)::int AS payments, count(settlement_id)::int AS payouts, min(created_at) AS since
    FROM chain_transaction
    WHERE status = 'signed' AND created_at < now() - ${STUCK_AFTER_MINUTES} * interval '1 minute'`
  return row ?? { payments: 0, payouts: 0, since: null }
}
