import type { Context } from "@/lib/context"

/**
 * Live cells for each that was bound at once by what senders and receivers have signed: half as many again for what
 * comes between two samples, and a quarter of the pool is kept for payouts (ADR 12).
 */
const CELLS_A_BOUND = 2

/** A rise is followed by the next run, and counts for so long: the next one must not find the pool small again. */
const LATELY_MINUTES = 15
/** Cells that a day has not needed are too many: what comes back every evening is not merged every morning. */
const DAY_MINUTES = 24 * 60

/** How many cells the load needs, as it was measured; the operator's bounds are not considered. */
export interface Demand {
  /** by the busiest of the last 15 minutes */
  lately: number
  /** by the busiest minute of a day; undefined before there is a day */
  ofDay: number | undefined
}

/** The cells that transactions which somebody co-signs bind now. By an index of what is bound. */
export async function countLent({ db }: Pick<Context, "db">): Promise<number> {
  const [row] = await db.$queryRaw<{ lent: number }[]>`
    SELECT count(*)::int AS lent FROM claim WHERE for_lock_hash IS NOT NULL AND spent_by IS NULL`
  return row?.lent ?? 0
}

/** Out of the samples of `samplePool`, one a minute. */
export async function poolDemand({ db }: Pick<Context, "db">): Promise<Demand> {
  const [row] = await db.$queryRaw<{ lately: number; of_day: number; is_day: boolean }[]>`
    SELECT coalesce(max(lent) FILTER (WHERE taken_at > now() - ${LATELY_MINUTES} * interval '1 minute'), 0) AS lately,
      coalesce(max(lent) FILTER (WHERE taken_at > now() - ${DAY_MINUTES} * interval '1 minute'), 0) AS of_day,
      count(*) FILTER (WHERE taken_at <= now() - ${DAY_MINUTES} * interval '1 minute') > 0 AS is_day
    FROM pool_sample WHERE lent IS NOT NULL AND taken_at > now() - ${DAY_MINUTES + 60} * interval '1 minute'`
  const { lately, of_day, is_day } = row ?? { lately: 0, of_day: 0, is_day: false }
  return { lately: lately * CELLS_A_BOUND, ofDay: is_day ? of_day * CELLS_A_BOUND : undefined }
}
