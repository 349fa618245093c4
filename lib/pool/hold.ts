import type { Db } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import type { Shannons } from "@/lib/money"
import { cellOf, type PlatformCell, type PlatformCellRow } from "./platform-cell"

/**
 * Which of the free cells a prepare gets. `least-recently-held`: one that no prepared payment names if there is any,
 * else the one whose newest hold is the oldest. `random`: any.
 */
export type CellPolicy = "least-recently-held" | "random"

const ORDER: Record<CellPolicy, Prisma.Sql> = {
  "least-recently-held": Prisma.sql`held_at ASC NULLS FIRST, id`,
  random: Prisma.sql`random()`,
}

/** A cell above ten times the minimum is not lent: a payment would bind too much of the pool. Settlements use it up. */
export const LENDABLE_FACTOR = 10n

export interface Hold {
  cell: PlatformCell
  /** Drawn in the same round trip: what the sender signs contains it */
  paymentId: bigint
}

/**
 * Chooses a free cell for a prepared payment and notes the hold. A hold binds nothing: it only makes others choose
 * another cell first, so no number of prepares can empty the pool.
 *
 * @param minWithdrawal shannons; cells above ten times this are left alone
 * @returns undefined when every cell is bound to a signed transaction or kept for payouts, or an alarm has paused the
 *   pool
 */
export async function holdCell(
  db: Db,
  minWithdrawal: Shannons,
  policy: CellPolicy = "least-recently-held",
): Promise<Hold | undefined> {
  // Skips cells that others are choosing at this instant; queues behind them only when no other cell is left.
  const order = ORDER[policy]
  const unheld = { order, only: Prisma.sql`AND held_at IS NULL`, wait: Prisma.sql`SKIP LOCKED` }
  const any = { order, only: Prisma.empty, wait: Prisma.sql`SKIP LOCKED` }
  const queued = { ...any, wait: Prisma.empty }
  for (const choice of policy === "random" ? [any, queued] : [unheld, any, queued]) {
    const hold = await tryHold(db, minWithdrawal, choice)
    if (hold) return hold
  }
  return undefined
}

interface Choice {
  order: Prisma.Sql
  /**
   * A further condition. PostgreSQL checks it again once it has the row's lock, which it does not do with the order.
   */
  only: Prisma.Sql
  wait: Prisma.Sql
}

async function tryHold(db: Db, minWithdrawal: Shannons, { order, only, wait }: Choice): Promise<Hold | undefined> {
  const [row] = await db.$queryRaw<(PlatformCellRow & { payment_id: bigint })[]>`
    UPDATE platform_cell SET held_at = clock_timestamp()
    WHERE state = 'free' AND id = (
      SELECT id FROM platform_cell WHERE state = 'free' AND NOT reserved
        AND capacity <= ${minWithdrawal * LENDABLE_FACTOR} ${only}
        AND NOT EXISTS (SELECT FROM pause WHERE resolved_at IS NULL AND scope IN ('prepare', 'all'))
      ORDER BY ${order} LIMIT 1 FOR UPDATE ${wait}
    )
    RETURNING id, tx_hash, output_index, capacity, made_in,
      nextval(pg_get_serial_sequence('payment', 'id')) AS payment_id`
  return row && { cell: cellOf(row), paymentId: row.payment_id }
}

/** After holds have ended: a cell counts as held since its newest remaining hold, or not at all. */
export async function releaseHolds(db: Pick<Db, "$executeRaw">, cellIds: bigint[]): Promise<void> {
  if (cellIds.length === 0) return
  await db.$executeRaw`
    UPDATE platform_cell c SET held_at = (
      SELECT max(p.created_at) FROM payment p WHERE p.platform_cell_id = c.id AND p.status = 'prepared'
    ) WHERE c.id = ANY(${cellIds}) AND c.state = 'free'`
}
