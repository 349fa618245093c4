import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { type Shannons, shannons, sum } from "@/lib/money"
import { countLent } from "./demand"
import { LENDABLE_FACTOR } from "./hold"
import { summarizePool } from "./query"

/** Below this part of the wanted cells the pool is low: in a burst, senders would soon find every cell bound. */
const LOW_PART = 4

/** Whether there are enough cells for the next payments. It only informs: nothing is stopped by it. */
export interface PoolLevel {
  low: boolean
  /** Cells that can be lent to a sender now, held ones too */
  lendable: number
  /** The pool is low with fewer */
  lowBelow: number
}

export async function poolLevel({ db, config }: Pick<Context, "db" | "config">): Promise<PoolLevel> {
  const [row] = await db.$queryRaw<{ lendable: number }[]>`
    SELECT count(*)::int AS lendable FROM platform_cell
    WHERE state = 'free' AND NOT reserved AND capacity <= ${config.minWithdrawal * LENDABLE_FACTOR}`
  const lendable = row?.lendable ?? 0
  return { low: lendable < lowBelow(config), lendable, lowBelow: lowBelow(config) }
}

/** With fewer free cells to lend the pool is low. */
export function lowBelow({ poolCells }: Pick<Config, "poolCells">): number {
  return Math.ceil(poolCells / LOW_PART)
}

/** Records how the pool is used in this minute, once however many ask. Logs an alarm while the pool is low. */
export async function samplePool(ctx: Context): Promise<{ sampled: boolean; low: boolean }> {
  const [pool, level, lent] = await Promise.all([summarizePool(ctx), poolLevel(ctx), countLent(ctx)])
  if (level.low)
    ctx.log.warn(
      { free: level.lendable, wanted: ctx.config.poolCells },
      "alarm: the pool is low, add cells or raise POOL_CELLS",
    )
  const capacity = sum(Object.values(pool).map((part) => part.capacity))
  const written = await ctx.db.$executeRaw`
    INSERT INTO pool_sample (taken_at, free, held, claimed, quarantined, capacity, claimed_capacity, lent)
    VALUES (date_trunc('minute', now()), ${pool.free.cells}, ${pool.held.cells}, ${pool.claimed.cells},
      ${pool.quarantined.cells}, ${capacity}, ${pool.claimed.capacity}, ${lent})
    ON CONFLICT DO NOTHING`
  return { sampled: written === 1, low: level.low }
}

/** What a stretch of time looked like at its busiest. */
export interface UsageBucket {
  from: Date
  /** The fewest that were free of claims, and the most that were claimed, in any of its minutes */
  free: number
  claimed: number
  quarantined: number
  /** Of all cells at the end, and the most that was claimed */
  capacity: Shannons
  claimedCapacity: Shannons
}

const BUCKETS = 96

/** The last hours in at most 96 stretches of equal length, the oldest first; those without a sample are left out. */
export async function poolUsage({ db }: Context, hours: number): Promise<UsageBucket[]> {
  const seconds = Math.max(60, Math.ceil((hours * 3_600) / BUCKETS / 60) * 60)
  const rows = await db.$queryRaw<
    { from: Date; free: number; claimed: number; quarantined: number; capacity: bigint; claimed_capacity: bigint }[]
  >`
    SELECT date_bin(${seconds} * interval '1 second', taken_at, 'epoch'::timestamptz) AS "from",
      min(free + held) AS free, max(claimed) AS claimed, max(quarantined) AS quarantined,
      (array_agg(capacity ORDER BY taken_at DESC))[1] AS capacity, max(claimed_capacity) AS claimed_capacity
    FROM pool_sample WHERE taken_at > now() - ${hours} * interval '1 hour' GROUP BY 1 ORDER BY 1`
  return rows.map((row) => ({
    from: row.from,
    free: row.free,
    claimed: row.claimed,
    quarantined: row.quarantined,
    capacity: shannons(row.capacity),
    claimedCapacity: shannons(row.claimed_capacity),
  }))
}
