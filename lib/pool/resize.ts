import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { refuseWhenPaused } from "@/lib/pause"
import { countLiveCells, restingCells } from "./cells"
import { poolDemand } from "./demand"
import { LENDABLE_FACTOR } from "./hold"
import { CELLS_PER_TRANSACTION, planSplit, roomFor } from "./initialise"
import { planMerge } from "./merge"
import { executeOperation, type OperationPlan } from "./operation"
import type { PlatformCell } from "./platform-cell"

/** One in this many of the free cells may be in a transaction of this job: senders need the others meanwhile. */
const PART = 4
/** As many cells as this for each that a day needs are too many. Below that a pool is left as it is. */
const TOO_MANY = 2

/** What a run has found, and done. */
export interface Resized {
  /** Cells that can be lent, and how many the load needs, bounds not considered */
  cells: number
  needed: number
  /** How many have been added; fewer is below zero */
  change: number
  /** More are needed, and the resting cells hold too little for a single one */
  short: boolean
}

/**
 * Lets the pool follow what it is used for, within `POOL_MIN_CELLS` and `POOL_MAX_CELLS`: more cells out of the largest
 * when the last minutes needed more than there are, fewer out of the smallest when a day has needed less than half. In
 * between nothing is done, so that it does not swing. One transaction a run, and none while an earlier one waits for
 * its block.
 *
 * @throws Paused while an alarm is open
 */
export async function resizePool(ctx: Context): Promise<Resized> {
  await refuseWhenPaused(ctx.db, "settlement")
  const { min, max } = ctx.config.poolBounds
  const [{ lendable: cells }, demand] = await Promise.all([
    countLiveCells(ctx, ctx.config.minWithdrawal * LENDABLE_FACTOR),
    poolDemand(ctx),
  ])
  const as = (change: number, short = false): Resized => ({ cells, needed: demand.lately, change, short })
  if (await isChanging(ctx)) return as(0)
  const missing = Math.min(demand.lately, max) - cells
  if (missing > 0) {
    const { added, room } = await addCells(ctx, missing)
    if (room === 0)
      ctx.log.warn(
        { cells, needed: demand.lately, room },
        "alarm: payments need more cells than the pool can make of its own: fund the platform's address",
      )
    return as(added, room === 0)
  }
  const wanted = Math.max(min, demand.ofDay ?? cells)
  return cells > TOO_MANY * wanted ? as(-(await mergeCells(ctx, cells - wanted))) : as(0)
}

/** Whether the pool's size is under way already: by this job, another instance or the operator. */
async function isChanging({ db }: Context): Promise<boolean> {
  return (await db.poolOperation.count({ where: { kind: { in: ["split", "merge"] }, status: "signed" } })) > 0
}

/** @returns how many there are more, and how many the resting cells could give */
async function addCells(ctx: Context, missing: number): Promise<{ added: number; room: number }> {
  const cells: PlatformCell[] = []
  for (const cell of await restingPart(ctx, "largest")) {
    if (roomFor(cells, ctx.config.minWithdrawal) >= missing) break
    cells.push(cell)
  }
  const room = roomFor(cells, ctx.config.minWithdrawal)
  const count = Math.min(missing, room, CELLS_PER_TRANSACTION)
  if (count === 0) return { added: 0, room }
  const isDone = await carryOut(ctx, await planSplit(ctx, count, cells), "split")
  return { added: isDone ? count : 0, room }
}

/** @returns how many fewer there are then; none when they are too large to be put together */
async function mergeCells(ctx: Context, surplus: number): Promise<number> {
  // One comes out at least, so one more may go in.
  const cells = (await restingPart(ctx, "smallest")).slice(0, Math.min(surplus + 1, CELLS_PER_TRANSACTION))
  const plan = cells.length < 2 ? undefined : await planMerge(ctx, cells.length, cells).catch(fewEnough)
  const isDone = plan && (await carryOut(ctx, plan, "merge"))
  return isDone ? plan.cells.length - plan.outputs.length : 0
}

/** @returns false when a payment took one of the cells meanwhile; the next run looks again */
async function carryOut(ctx: Context, plan: OperationPlan, kind: "split" | "merge"): Promise<boolean> {
  try {
    await executeOperation(ctx, plan, { kind })
    return true
  } catch (error) {
    if (error instanceof StateMismatch) return false
    throw error
  }
}

/** Of the free cells, held ones and those kept for payouts among them, a part: only such as nobody waits for. */
async function restingPart(ctx: Context, first: "largest" | "smallest"): Promise<PlatformCell[]> {
  const free = await ctx.db.platformCell.count({ where: { state: "free" } })
  return restingCells(ctx, Math.max(1, Math.floor(free / PART)), first)
}

function fewEnough(error: unknown): undefined {
  if (error instanceof StateMismatch) return undefined
  throw error
}
