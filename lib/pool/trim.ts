import type { Context } from "@/lib/context"
import { type Shannons, shannons, sum } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { overgrownCells } from "./cells"
import { LENDABLE_FACTOR } from "./hold"
import { CELLS_PER_TRANSACTION } from "./initialise"
import { executeOperation, planOperation } from "./operation"

/** A settlement spends the largest cells first, for nothing extra. Only what it leaves alone for so long is trimmed. */
const IDLE_MINUTES = 10

/**
 * Makes lendable cells out of those that have grown past ten times the minimum and that no settlement has needed:
 * otherwise, with nobody to pay out, they would never serve a sender again. Each becomes cells of at most half of what
 * is lent, so that they have room to grow.
 *
 * @returns how many cells came out; none when nothing was too large
 * @throws Paused while an alarm is open; StateMismatch when a settlement took one of them meanwhile
 */
export async function trimPool(ctx: Context): Promise<{ made: number }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const largest = ctx.config.minWithdrawal * LENDABLE_FACTOR
  const cells = await overgrownCells(ctx, largest, IDLE_MINUTES)
  if (cells.length === 0) return { made: 0 }
  const total = sum(cells.map((cell) => cell.capacity))
  const changeCells = pieces(total, largest / 2n)
  const plan = await planOperation(ctx, { cells, changeCells, changeCapacity: shannons(total / BigInt(changeCells)) })
  if (!plan) return { made: 0 }
  await executeOperation(ctx, plan, { kind: "split" })
  return { made: plan.outputs.length }
}

/** What one transaction cannot make stays too large until the next run. */
function pieces(total: Shannons, size: bigint): number {
  return Math.min(Number((total + size - 1n) / size), CELLS_PER_TRANSACTION)
}
