import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"

/** Ids are drawn a little before or after the moment that a row says. */
const SLACK_MS = 60_000

/**
 * An id below which every payment is older than a moment. Found by halving, in some 25 steps on the primary key: ids
 * grow with time, so times need no index of their own, which each prepare would pay for.
 *
 * @returns the lowest id that may be as new; above all ids when none is
 */
export async function firstIdSince({ db }: Pick<Context, "db">, time: Date): Promise<bigint> {
  const since = new Date(Math.max(0, time.getTime() - SLACK_MS)).toISOString()
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    WITH RECURSIVE halving(low, high) AS (
      SELECT 0::bigint, coalesce(max(id), 0) + 1 FROM payment
      UNION ALL
      -- All below "low" are older, "high" is not: what stands next to the middle decides which half it is.
      SELECT CASE WHEN m.created_at < ${since}::timestamptz THEN m.id + 1 ELSE h.low END,
             CASE WHEN m.created_at < ${since}::timestamptz THEN h.high ELSE (h.low + h.high) / 2 END
      FROM halving h
      CROSS JOIN LATERAL (SELECT id, created_at FROM payment WHERE id >= (h.low + h.high) / 2 ORDER BY id LIMIT 1) m
      WHERE h.low < h.high
    )
    SELECT max(low) AS id FROM halving`
  return row?.id ?? 0n
}

/**
 * What holds of the payments `p` that were made in a period, both ends included, said by their ids too: so the ids'
 * index leads to the period, however long ago it was.
 */
export async function madeWithin(
  ctx: Pick<Context, "db">,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
): Promise<Prisma.Sql[]> {
  const [first, after] = await Promise.all([
    from && firstIdSince(ctx, from),
    // Twice the slack of the other end, so that it begins behind everything that may be as old.
    to && firstIdSince(ctx, new Date(to.getTime() + 2 * SLACK_MS)),
  ])
  return [
    ...(from ? [Prisma.sql`p.id >= ${first} AND p.created_at >= ${from.toISOString()}::timestamptz`] : []),
    ...(to ? [Prisma.sql`p.id < ${after} AND p.created_at <= ${to.toISOString()}::timestamptz`] : []),
  ]
}
