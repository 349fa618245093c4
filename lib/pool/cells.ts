import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { cellOf, type PlatformCell, type PlatformCellRow } from "./platform-cell"

/**
 * Free cells for a transaction of the platform's own. Those whose maker is confirmed come first, so that a
 * reorganisation cannot take a payout with it; then those that no sender is about to sign for; then the largest, which
 * also brings cells that have grown too large to lend back to size, or the smallest, where cells are to become fewer.
 * Of equals, those kept for payouts.
 */
export async function freeCells(
  ctx: Context,
  limit: number,
  first: "largest" | "smallest" = "largest",
): Promise<PlatformCell[]> {
  const byCapacity = first === "largest" ? Prisma.sql`c.capacity DESC` : Prisma.sql`c.capacity ASC`
  return selectCells(
    ctx,
    Prisma.sql`
      true ORDER BY ${isConfirmed} DESC, ${isUnheld(ctx)} DESC, ${byCapacity}, c.reserved DESC, c.id LIMIT ${limit}`,
  )
}

/** Free cells for a transaction that somebody co-signs, in the same order: none that are kept for payouts. */
export async function lendableCells(ctx: Context, limit: number): Promise<PlatformCell[]> {
  return selectCells(
    ctx,
    Prisma.sql`
      NOT c.reserved ORDER BY ${isConfirmed} DESC, ${isUnheld(ctx)} DESC, c.capacity DESC, c.id LIMIT ${limit}`,
  )
}

/** Free cells that are neither kept for payouts nor held, and whose maker is confirmed: nobody waits for them. */
export async function restingCells(
  ctx: Context,
  limit: number,
  first: "largest" | "smallest",
): Promise<PlatformCell[]> {
  const byCapacity = first === "largest" ? Prisma.sql`c.capacity DESC` : Prisma.sql`c.capacity ASC`
  return selectCells(
    ctx,
    Prisma.sql`
      NOT c.reserved AND ${isConfirmed} AND ${isUnheld(ctx)} ORDER BY ${byCapacity}, c.id LIMIT ${limit}`,
  )
}

const isConfirmed = Prisma.sql`(t.id IS NULL OR t.status = 'confirmed')`

function isUnheld({ config }: Context): Prisma.Sql {
  return Prisma.sql`(c.held_at IS NULL OR c.held_at < now() - ${config.holdSeconds} * interval '1 second')`
}

/**
 * Exactly these cells, in this order.
 *
 * @throws StateMismatch when one of them is not free
 */
export async function freeCellsById(ctx: Context, ids: bigint[]): Promise<PlatformCell[]> {
  const cells = await selectCells(ctx, Prisma.sql`c.id = ANY(${ids}) ORDER BY array_position(${ids}, c.id)`)
  if (cells.length === ids.length) return cells
  throw cellsTaken()
}

export function cellsTaken(): StateMismatch {
  return new StateMismatch(
    "Another transaction has taken one of these cells. Nothing was sent. Look again and repeat it.",
    { details: { reason: "plan_changed" } },
  )
}

/**
 * Free cells that have grown past what is lent, and that no settlement has used for some time.
 *
 * @param above shannons
 */
export async function overgrownCells(ctx: Context, above: bigint, idleMinutes: number): Promise<PlatformCell[]> {
  return selectCells(
    ctx,
    Prisma.sql`c.capacity > ${above} AND ${isConfirmed}
      AND c.created_at < now() - ${idleMinutes} * interval '1 minute'
    ORDER BY c.capacity DESC, c.id LIMIT 50`,
  )
}

async function selectCells(ctx: Context, rest: Prisma.Sql): Promise<PlatformCell[]> {
  const rows = await ctx.db.$queryRaw<PlatformCellRow[]>`
    SELECT c.id, c.tx_hash, c.output_index, c.capacity, c.made_in FROM platform_cell c
    LEFT JOIN chain_transaction t ON t.id = c.maker_id
    WHERE c.state = 'free' AND ${rest}`
  return rows.map(cellOf)
}

/** How many live cells there are: all, and those small enough to be lent to senders. */
export async function countLiveCells(ctx: Context, lendableUpTo: bigint): Promise<{ live: number; lendable: number }> {
  const [row] = await ctx.db.$queryRaw<{ live: number; lendable: number }[]>(
    Prisma.sql`SELECT count(*)::int AS live, (count(*) FILTER (WHERE capacity <= ${lendableUpTo}))::int AS lendable
      FROM platform_cell WHERE state IN ('free', 'claimed')`,
  )
  return row ?? { live: 0, lendable: 0 }
}

/** How many cells nothing has bound, and how many are in payouts that no block has. */
export async function countPayoutCells({ db }: Context): Promise<{ free: number; inPayouts: number }> {
  const [row] = await db.$queryRaw<{ free: number; inPayouts: number }[]>`
    SELECT (SELECT count(*) FROM platform_cell WHERE state = 'free')::int AS free,
      (SELECT count(*) FROM settlement s JOIN claim c ON c.settlement_id = s.id
        WHERE s.status = 'signed' AND s.kind = 'payout' AND c.spent_by IS NULL)::int AS "inPayouts"`
  return row ?? { free: 0, inPayouts: 0 }
}
