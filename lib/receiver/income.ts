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
 * What a lock has earned on each of the last days, today included, oldest first: its shares of confirmed payments, by
 * the day on which these were prepared, less what refunds took of them. Only what is certain: what is not confirmed may
 * yet come to nothing.
 */
export async function incomeByDay({ db }: Context, lockHash: Hex, days: number): Promise<DayIncome[]> {
  const rows = await db.$queryRaw<{ day: string; amount: string }[]>`
    WITH period AS (
      SELECT generate_series(today - (${days}::int - 1), today, interval '1 day')::date AS day
      FROM (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t
    ), income AS (
      SELECT day, sum(amount - refunded) AS amount FROM payment_total
      WHERE field = 'party' AND key = ${fromHex(lockHash)} AND day >= (SELECT min(day) FROM period) AND day < 'infinity'
      GROUP BY day
    )
    SELECT to_char(p.day, 'YYYY-MM-DD') AS day, coalesce(i.amount, 0)::text AS amount
    FROM period p LEFT JOIN income i USING (day) ORDER BY p.day`
  return rows.map(({ day, amount }) => ({ day, amount: shannons(BigInt(amount)) }))
}
