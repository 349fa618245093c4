import type { Context } from "@/lib/context"
import { latestEvent } from "./read"
import type { EventType } from "./types"

/** Events of one statement; the next run goes on. */
const AT_ONCE = 5_000

/**
 * Seconds that tell durations apart, the smallest first. What was counted stands in the database under the numbers of
 * these, so they stay; a longer one may be added at the end.
 */
export const DURATION_BOUNDS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400] as const

/** How often something has happened, and how long that took; all since there are events. */
export interface EventCount {
  type: EventType
  count: number
  /** seconds, of all together */
  seconds: number
  /** for each of the bounds, and for what is above all of them: how many took so long and not less */
  buckets: number[]
}

/**
 * Counts the events that nobody has counted yet, so that figures never read the history. The counts and the cursor are
 * one transaction, so each is counted once; who comes while another instance is at it goes away.
 *
 * How long it took is the time since the object's event before; of a payout's confirmation, since it was signed.
 *
 * @returns how many were counted
 */
export async function countEvents({ db }: Pick<Context, "db">): Promise<number> {
  return db.$transaction(async (tx) => {
    const [cursor] = await tx.$queryRaw<{ event_id: bigint }[]>`
      SELECT event_id FROM event_count_cursor WHERE id = 1 FOR UPDATE SKIP LOCKED`
    if (!cursor) return 0
    // A statement of its own, before the one that reads: see lib/event/read.ts.
    const horizon = await latestEvent({ db: tx })
    if (horizon <= cursor.event_id) return 0
    const [moved] = await tx.$queryRaw<{ count: bigint }[]>`
      WITH batch AS (
        SELECT e.id, e.type, greatest(extract(epoch FROM e.created_at - earlier.created_at), 0)::float8 AS seconds
        FROM (
          SELECT id, type, object, object_id, sequence, created_at FROM event
          WHERE id > ${cursor.event_id} AND id <= ${horizon} ORDER BY id LIMIT ${AT_ONCE}
        ) e LEFT JOIN event earlier ON earlier.object = e.object AND earlier.object_id = e.object_id
          AND earlier.sequence = CASE WHEN e.type = 'payout.confirmed' THEN 1 ELSE e.sequence - 1 END
      ), counted AS (
        INSERT INTO event_count (type, bucket, count, seconds)
        SELECT type, (SELECT count(*) FROM unnest(${[...DURATION_BOUNDS]}::float8[]) bound WHERE bound < seconds) AS at,
          count(*), coalesce(sum(seconds), 0) FROM batch GROUP BY type, at
        ON CONFLICT (type, bucket) DO UPDATE
          SET count = event_count.count + excluded.count, seconds = event_count.seconds + excluded.seconds
      ), moved AS (
        UPDATE event_count_cursor SET event_id = last.id FROM (SELECT max(id) AS id FROM batch) last
        WHERE event_count_cursor.id = 1 AND last.id IS NOT NULL
      )
      SELECT count(*) FROM batch`
    return Number(moved?.count ?? 0)
  })
}

/** What has been counted: a few rows, however much has happened. */
export async function readEventCounts({ db }: Pick<Context, "db">): Promise<EventCount[]> {
  const rows = await db.$queryRaw<{ type: EventType; bucket: number; count: bigint; seconds: number }[]>`
    SELECT type, bucket, count, seconds FROM event_count ORDER BY type`
  return [...new Set(rows.map(({ type }) => type))].map((type) => {
    const own = rows.filter((row) => row.type === type)
    const buckets = Array.from({ length: DURATION_BOUNDS.length + 1 }, () => 0)
    for (const { bucket, count } of own) buckets[bucket] = Number(count)
    const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0)
    return { type, count: sum((row) => Number(row.count)), seconds: sum((row) => row.seconds), buckets }
  })
}
