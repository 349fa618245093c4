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
 * Adds the payments of the last days up again, of all days what all payments come to, and all entries and the ledger,
 * and compares that with what was counted. The counters are kept by triggers: what differs was changed behind their
 * back.
 *
 * @throws Error that names the first differences
 */
export async function checkTotals({ db }: Context): Promise<{ checked: number }> {
  await checkBooks(db)
  const differences = await db.$queryRaw<Difference[]>`
    -- Read twice rather than kept: the rows of all payments would be written to disk in between.
    WITH payments AS NOT MATERIALIZED (
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

async function checkBooks(db: Context["db"]): Promise<void> {
  const differences = await db.$queryRaw<{ name: string }[]>`
    SELECT concat_ws(' ', 'entries', status, 'of 0x' || encode(key, 'hex')) AS name FROM account_total_of_all() e
    FULL JOIN (SELECT key, status, sum(amount) AS amount FROM account_total GROUP BY 1, 2) t USING (key, status)
    WHERE coalesce(e.amount, 0) <> coalesce(t.amount, 0)
    UNION ALL
    SELECT concat_ws(' ', 'ledger', account, day) FROM ledger_total_of_all() e
    FULL JOIN (SELECT account, is_operation, day, sum(amount) AS amount FROM ledger_total GROUP BY 1, 2, 3) t
      USING (account, is_operation, day)
    WHERE coalesce(e.amount, 0) <> coalesce(t.amount, 0)
    ORDER BY 1 LIMIT 5`
  if (differences.length > 0)
    throw new Error(`counted otherwise than booked: ${differences.map(({ name }) => name).join("; ")}`)
}

function nameOf({ project_id, field, key, day, category }: Difference): string {
  return `project ${project_id}, ${field} ${toHex(key)}, ${day}, category ${category}`
}
