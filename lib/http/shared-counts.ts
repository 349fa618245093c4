import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { createFailureLog, type FailureLog } from "@/lib/failure-log"
import { perProcess } from "@/lib/process"

const MINUTE_MS = 60_000
/** How long an instance may not know what the others have counted. */
const LAG_MS = 1_000
/** Networks that are counted one by one; what comes beyond shares a few places, so that memory has a bound. */
const MAX_KEYS = 50_000
const SHARED_PLACES = 1_024
/** Those with the most news first: one statement must not become a long one. */
const ROWS_A_STATEMENT = 5_000

/** What was counted for one key in this minute. */
interface Count {
  here: number
  /** of those here, what the database knows */
  told: number
  /** by other instances, as of the last time this one asked */
  elsewhere: number
  /** in the minute before, by all */
  before: number
}

export interface Standing {
  /** calls that the caller may still make now */
  left: number
  /** seconds to wait; 0 when the call is within the limit */
  retryAfter: number
}

interface Counter {
  minute: number
  counts: Map<string, Count>
  /** the database's clock less this one's, in milliseconds: instances must agree on when a minute begins */
  clockAhead: number
  timer: NodeJS.Timeout | undefined
  failures: FailureLog
}

/**
 * Counts a call, unless that were more than allowed in any minute that ends now. The minute before counts for the part
 * of it that such a minute has, so nobody gets twice as much across a full minute. What is refused is not counted.
 *
 * All instances on one database count together: each counts in memory, and tells and asks the database once a second,
 * in one statement for all keys that were called. While the database is away each goes on by itself.
 *
 * @returns where the caller stands afterwards
 */
export function countCall(ctx: Pick<Context, "db" | "log" | "config">, key: string, allowed: number): Standing {
  const counter = counterOf(ctx)
  const now = Date.now() + counter.clockAhead
  turnTo(counter, Math.floor(now / MINUTE_MS))
  const count = countOf(counter, key)
  const passed = (now % MINUTE_MS) / MINUTE_MS
  const current = count.here + count.elsewhere
  const left = allowed - current - Math.ceil(count.before * (1 - passed))
  if (left <= 0) return { left: 0, retryAfter: secondsUntil({ ...count, current, passed, allowed }) }
  count.here += 1
  counter.timer ??= setTimeout(() => void exchange(ctx.db, counter), LAG_MS).unref()
  return { left: left - 1, retryAfter: 0 }
}

/** When the oldest calls will have left the minute that ends then. */
function secondsUntil(known: { current: number; before: number; passed: number; allowed: number }): number {
  const { current, before, passed, allowed } = known
  // Either the minute before has faded enough, or this one has to become it and fade.
  const room = allowed - 1
  const minutes = current < allowed ? 1 - (room - current) / before - passed : 2 - room / current - passed
  return Math.max(1, Math.ceil(minutes * 60))
}

function counterOf({ db, log, config }: Pick<Context, "db" | "log" | "config">): Counter {
  const counters = perProcess("shared-counts", () => new WeakMap<Db, Counter>())
  const failures = () => createFailureLog({ log, config }, "shared limits")
  const counter = counters.get(db) ?? {
    minute: 0,
    counts: new Map(),
    clockAhead: 0,
    timer: undefined,
    failures: failures(),
  }
  counters.set(db, counter)
  return counter
}

function turnTo(counter: Counter, minute: number): void {
  if (minute === counter.minute) return
  const isNext = minute === counter.minute + 1
  const before = counter.counts
  counter.minute = minute
  counter.counts = new Map()
  if (!isNext) return
  for (const [key, { here, elsewhere }] of before)
    counter.counts.set(key, { here: 0, told: 0, elsewhere: 0, before: here + elsewhere })
}

function countOf({ counts }: Counter, key: string): Count {
  const place = counts.has(key) || counts.size < MAX_KEYS ? key : `shared place ${hashOf(key) % SHARED_PLACES}`
  const count = counts.get(place) ?? { here: 0, told: 0, elsewhere: 0, before: 0 }
  counts.set(place, count)
  return count
}

/** FNV-1a: whoever makes keys collide shares their own place with themselves. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

interface Told {
  key: string
  hits: number
  before: number
  now: number
}

/** Tells the database what was counted here since the last time, and takes over what it knows of the same keys. */
async function exchange(db: Db, counter: Counter): Promise<void> {
  const { minute, counts } = counter
  const news = [...counts]
    .map(([key, count]) => ({ key, count, hits: count.here - count.told }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .slice(0, ROWS_A_STATEMENT)
  try {
    if (news.length > 0) {
      const rows = await tell(db, minute, news)
      const known = new Map(rows.map((row) => [row.key, row]))
      for (const { key, count, hits } of news) {
        count.told += hits
        count.elsewhere = Math.max(0, (known.get(key)?.hits ?? 0) - count.told)
        count.before = Math.max(count.before, known.get(key)?.before ?? 0)
      }
      counter.clockAhead = (rows[0]?.now ?? Date.now()) - Date.now()
    }
    counter.failures.worked()
  } catch (error) {
    counter.failures.failed(error)
  }
  const isOver = news.length === 0
  counter.timer = isOver ? undefined : setTimeout(() => void exchange(db, counter), LAG_MS).unref()
}

async function tell(db: Db, minute: number, news: { key: string; hits: number }[]): Promise<Told[]> {
  const keys = news.map(({ key }) => key)
  const hits = news.map((one) => one.hits)
  // In one order, so that instances that tell of the same keys at once wait for each other and never in a circle.
  return db.$queryRaw<Told[]>`
    WITH forgotten AS (DELETE FROM request_count WHERE minute < ${minute} - 1),
    told AS (
      INSERT INTO request_count AS c (minute, key, hits)
      SELECT ${minute}, key, hits FROM unnest(${keys}::text[], ${hits}::int[]) AS news(key, hits) ORDER BY key
      ON CONFLICT (minute, key) DO UPDATE SET hits = c.hits + excluded.hits
      RETURNING key, hits
    )
    SELECT told.key, told.hits, coalesce(earlier.hits, 0) AS before,
      (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
    FROM told LEFT JOIN request_count earlier ON earlier.minute = ${minute} - 1 AND earlier.key = told.key`
}
