import type { Db } from "@/lib/db"
import { type HotStatement, runHot } from "@/lib/db-hot"
import type { Shannons } from "@/lib/money"
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

const HOLD: HotStatement = { name: "hold cell", text: "SELECT * FROM hold_cell($1, $2, $3)", writes: true }

/**
 * Chooses a free cell for a prepared payment and notes the hold. A hold binds nothing: it only makes others choose
 * another cell first, so no number of prepares can empty the pool.
 *
 * @param minWithdrawal shannons; cells above ten times this are left alone
 * @param restMs a cell whose newest hold is younger than this is not chosen
 * @returns undefined when every cell is bound to a signed transaction, kept for payouts or held for less than that, or
 *   an alarm has paused the pool
 */
export async function holdCell(db: Db, minWithdrawal: Shannons, restMs = 0): Promise<Hold | undefined> {
  for (const waits of [false, true]) {
    const [row] = await runHot<HoldRow>(db, HOLD, [minWithdrawal * LENDABLE_FACTOR, waits, restMs])
    const hold = holdOf(row)
    if (hold) return hold
  }
  return undefined
}

/** After holds have ended: a cell counts as held since its newest remaining hold, or not at all. */
export async function releaseHolds(db: Pick<Db, "$executeRaw">, cellIds: bigint[]): Promise<void> {
  if (cellIds.length === 0) return
  await db.$executeRaw`
    UPDATE platform_cell c SET held_at = (
      SELECT max(p.created_at) FROM payment p WHERE p.platform_cell_id = c.id AND p.status = 'prepared'
    ) WHERE c.id = ANY(${cellIds}) AND c.state = 'free'`
}
