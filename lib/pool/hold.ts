import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { type HotStatement, runHot } from "@/lib/db-hot"
import type { Shannons } from "@/lib/money"
import { perProcess } from "@/lib/process"
import { cellOf, type PlatformCell, type PlatformCellRow } from "./platform-cell"

/** A cell above ten times the minimum is not lent: a payment would bind too much of the pool. Settlements use it up. */
export const LENDABLE_FACTOR = 10n

export interface Hold {
  cell: PlatformCell
  /** Drawn in the same round trip: what the sender signs contains it */
  paymentId: bigint
}

/** What the database's function `hold_cell` returns; nulls where there is no cell. */
export type HoldRow = { [Column in keyof PlatformCellRow]: PlatformCellRow[Column] | null } & {
  payment_id: bigint | null
}

export function holdOf(row: HoldRow | undefined): Hold | undefined {
  if (!row || row.payment_id === null) return undefined
  return { cell: cellOf(row as PlatformCellRow), paymentId: row.payment_id }
}

const HOLD: HotStatement = { name: "hold cell", text: "SELECT * FROM hold_cell($1, $2)", writes: true }

/**
 * Chooses a free cell for a prepared payment and notes the hold. A hold binds nothing: it only makes others choose
 * another cell first, so no number of prepares can empty the pool.
 *
 * @param minWithdrawal shannons; cells above ten times this are left alone
 * @returns undefined when every cell is bound to a signed transaction or kept for payouts, or an alarm has paused the
 *   pool
 */
export async function holdCell(db: Db, minWithdrawal: Shannons): Promise<Hold | undefined> {
  for (const waits of [false, true]) {
    const [row] = await runHot<HoldRow>(db, HOLD, [minWithdrawal * LENDABLE_FACTOR, waits])
    const hold = holdOf(row)
    if (hold) return hold
  }
  return undefined
}

/** milliseconds for which a cell that was chosen ahead is likely to be free still */
const FRESH_MS = 1_000

interface Ahead {
  holds: { hold: Hold; until: number }[]
  /** of the newest prepare */
  askedAt: number
}

/** By the connections that they came over. */
const ahead = perProcess("holds chosen ahead", () => new Map<object, Ahead>())

function aheadOf(db: Db): Ahead {
  const known = ahead.get(db) ?? { holds: [], askedAt: Number.NEGATIVE_INFINITY }
  ahead.set(db, known)
  return known
}

/**
 * A hold for a payment: one that came with the statement of an earlier prepare, if that was a moment ago. Whoever
 * stores the payment looks whether its cell is still free.
 *
 * @returns `isBusy` whether another prepare was there within the last second: then the next one will want a cell too
 */
export async function takeHold({ db, config }: Context): Promise<{ hold: Hold | undefined; isBusy: boolean }> {
  const own = aheadOf(db)
  const now = performance.now()
  const isBusy = now - own.askedAt < FRESH_MS
  own.askedAt = now
  own.holds = own.holds.filter(({ until }) => until > now)
  const hold = own.holds.shift()?.hold ?? (await holdCell(db, config.minWithdrawal))
  return { hold, isBusy }
}

/** For the next `takeHold`. */
export function keepHold({ db }: Pick<Context, "db">, hold: Hold): void {
  aheadOf(db).holds.push({ hold, until: performance.now() + FRESH_MS })
}

/** For who empties the database under a running process: what was drawn ahead is of the one before. */
export function forgetHolds(): void {
  ahead.clear()
}

/** After holds have ended: a cell counts as held since its newest remaining hold, or not at all. */
export async function releaseHolds(db: Pick<Db, "$executeRaw">, cellIds: bigint[]): Promise<void> {
  if (cellIds.length === 0) return
  await db.$executeRaw`
    UPDATE platform_cell c SET held_at = (
      SELECT max(p.created_at) FROM payment p WHERE p.platform_cell_id = c.id AND p.status = 'prepared'
    ) WHERE c.id = ANY(${cellIds}) AND c.state = 'free'`
}
