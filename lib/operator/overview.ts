import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Shannons, shannons } from "@/lib/money"
import { type PoolLevel, poolLevel } from "@/lib/pool/usage"

/** What the operator wants to know at a glance. */
export interface Overview {
  today: Today
  /** What is not on its way to anybody yet, and to how many; `more`: there are more than were counted */
  owed: { amount: Shannons; receivers: number; more: boolean }
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
}

/** Whom something is owed is counted up to here: the page is read again every few seconds. */
const COUNTED_AT_MOST = 1_000
/** Blocks come every 8 to 48 seconds, and a commit takes 2 to 10 of them. */
const STUCK_AFTER_MINUTES = 15

/** Numbers of now and today. None of them reads what is over. */
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

/** Confirmed payments are counted already, and few are not confirmed yet. */
async function readToday({ db }: Context): Promise<Today> {
  const from = new Date(new Date().setUTCHours(0, 0, 0, 0))
  const isOfToday = Prisma.sql`created_at >= ${from.toISOString()}::timestamptz`
  const [row] = await db.$queryRaw<{ payments: number; amount: string; fees: string }[]>`
    SELECT coalesce(sum(count), 0)::int AS payments, coalesce(sum(amount), 0)::text AS amount,
      coalesce(sum(fee), 0)::text AS fees
    FROM (
      SELECT count, amount, fee FROM payment_total
      WHERE field = 'all' AND key = ''::bytea AND day = ${from.toISOString().slice(0, 10)}::date
      UNION ALL
      SELECT 1, amount, platform_fee FROM payment WHERE status = 'submitted' AND ${isOfToday}
      UNION ALL
      SELECT 1, amount, platform_fee FROM payment WHERE status = 'committed' AND ${isOfToday}
    ) of_today`
  return {
    ...{ from, payments: row?.payments ?? 0 },
    amount: shannons(BigInt(row?.amount ?? 0)),
    fees: shannons(BigInt(row?.fees ?? 0)),
  }
}

async function readOwed({ db }: Context): Promise<Overview["owed"]> {
  // From each party to the next in an index of what is available: not from each entry to the next.
  const [row] = await db.$queryRaw<{ receivers: number; amount: string }[]>`
    WITH RECURSIVE party(lock_hash) AS (
      (SELECT lock_hash FROM account WHERE status = 'available' AND kind <> 'fee' ORDER BY lock_hash LIMIT 1)
      UNION ALL
      SELECT (SELECT a.lock_hash FROM account a
        WHERE a.status = 'available' AND a.kind <> 'fee' AND a.lock_hash > p.lock_hash ORDER BY a.lock_hash LIMIT 1)
      FROM party p WHERE p.lock_hash IS NOT NULL
    )
    SELECT (SELECT count(*) FROM (
        SELECT FROM party WHERE lock_hash IS NOT NULL LIMIT ${COUNTED_AT_MOST + 1}
      ) counted)::int AS receivers,
      (SELECT coalesce(sum(amount), 0) FROM account_total
        WHERE key = ''::bytea AND status = 'available')::text AS amount`
  const receivers = row?.receivers ?? 0
  return {
    ...{ receivers: Math.min(receivers, COUNTED_AT_MOST), more: receivers > COUNTED_AT_MOST },
    amount: shannons(BigInt(row?.amount ?? 0)),
  }
}

async function readStuck({ db }: Context): Promise<Overview["stuck"]> {
  const [row] = await db.$queryRaw<{ payments: number; payouts: number; since: Date | null }[]>`
    SELECT count(payment_id)::int AS payments, count(settlement_id)::int AS payouts, min(created_at) AS since
    FROM chain_transaction
    WHERE status = 'signed' AND created_at < now() - ${STUCK_AFTER_MINUTES} * interval '1 minute'`
  return row ?? { payments: 0, payouts: 0, since: null }
}
