import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"

/** Days whose totals are added up once more, under every field. */
const DAYS = 3

interface Difference {
  project_id: bigint
  field: string
  key: Uint8Array
  day: string
  category: number
}

/**
 * Adds the payments of the last days up again, and of all days what all payments come to, and compares that with what
 * was counted. The counters are kept by triggers: what differs was changed behind their back.
 *
 * @throws Error that names the first differences
 */
export async function checkTotals({ db }: Context): Promise<{ checked: number }> {
  const differences = await db.$queryRaw<Difference[]>`
    WITH payments AS (
      SELECT p, (p.created_at AT TIME ZONE 'UTC')::date AS day FROM payment p WHERE p.status = 'confirmed'
    ), recent AS (
      SELECT coalesce((p.p).project_id, 0) AS project_id, x.field, x.key, p.day,
        coalesce((p.p).category, -1) AS category, count(*) AS count, sum(x.amount) AS amount, sum(x.fee) AS fee,
        sum(x.refunded) AS refunded
      FROM payments p CROSS JOIN LATERAL totals_of_payment(p.p) x
      WHERE p.day > (now() AT TIME ZONE 'UTC')::date - ${DAYS}::int GROUP BY 1, 2, 3, 4, 5
    ), whenever AS (
      SELECT coalesce((p.p).project_id, 0) AS project_id, 'all' AS field, ''::bytea AS key, 'infinity'::date AS day,
        coalesce((p.p).category, -1) AS category, count(*) AS count, sum((p.p).amount) AS amount,
        sum((p.p).platform_fee) AS fee, sum((p.p).refunded) AS refunded
      FROM payments p GROUP BY 1, 5
    ), expected AS (SELECT * FROM recent UNION ALL SELECT * FROM whenever),
    counted AS (
      SELECT * FROM payment_total t WHERE t.count <> 0 AND (t.day > (now() AT TIME ZONE 'UTC')::date - ${DAYS}::int
        AND t.day < 'infinity' OR t.field = 'all' AND t.day = 'infinity')
    )
    SELECT project_id, field, key, day::text, category FROM expected e
    FULL JOIN counted c USING (project_id, field, key, day, category)
    WHERE (e.count, e.amount, e.fee, e.refunded) IS DISTINCT FROM (c.count, c.amount, c.fee, c.refunded)
    ORDER BY 1, 2, 4 LIMIT 5`
  if (differences.length > 0) throw new Error(`counted otherwise than paid: ${differences.map(nameOf).join("; ")}`)
  return { checked: DAYS }
}

function nameOf({ project_id, field, key, day, category }: Difference): string {
  return `project ${project_id}, ${field} ${toHex(key)}, ${day}, category ${category}`
}
