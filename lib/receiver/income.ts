import type { Context } from "@/lib/context"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"

export interface DayIncome {
  /** "2026-01-31", in UTC */
  day: string
  /** shannons */
  amount: Shannons
}

/**
 * What a lock has earned on each of the last days, today included, oldest first. Only what is certain: what is pending
 * may yet come to nothing.
 */
export async function incomeByDay({ db }: Context, lockHash: Hex, days: number): Promise<DayIncome[]> {
  const rows = await db.$queryRaw<{ day: string; amount: string }[]>`
    WITH period AS (
      SELECT generate_series(today - (${days}::int - 1), today, interval '1 day')::date AS day
      FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t
    ), income AS (
      SELECT (created_at AT TIME ZONE 'UTC')::date AS day, sum(amount) AS amount FROM account
      WHERE lock_hash = ${fromHex(lockHash)} AND kind NOT IN ('fee', 'refund')
        AND status IN ('available', 'settling', 'paid')
        AND created_at >= (SELECT min(day) FROM period)::timestamp AT TIME ZONE 'UTC'
      GROUP BY 1
    )
    SELECT to_char(p.day, 'YYYY-MM-DD') AS day, coalesce(i.amount, 0)::text AS amount
    FROM period p LEFT JOIN income i USING (day) ORDER BY p.day`
  return rows.map(({ day, amount }) => ({ day, amount: shannons(BigInt(amount)) }))
}
