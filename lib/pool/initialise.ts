import { largestFirst } from "@/lib/chain/cells"
import { ConfigError } from "@/lib/config"
import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { formatCkb, type Shannons, shannons, sum, wholeCkb } from "@/lib/money"
import { countLiveCells, freeCells } from "./cells"
import { LENDABLE_FACTOR } from "./hold"
import { executeOperation, type OperationPlan, planOperation } from "./operation"
import type { PlatformCell } from "./platform-cell"

/** What it takes to make the pool as large as asked. Amounts in shannons. */
export interface PoolPlan {
  /** Cells that can be lent to senders now, and how many are wanted */
  lendable: number
  wanted: number
  missing: number
  /** What each new cell holds */
  cellCapacity: Shannons
  /** What must still arrive at the platform's address; zero when the pool can pay for it itself */
  shortfall: Shannons
}

/** Cells that one transaction makes or spends: some 50 kB, a tenth of the largest. */
export const CELLS_PER_TRANSACTION = 500
/** Asked for on top when money must arrive: it pays network fees, and makes the rest large enough for a cell. */
const RESERVE = wholeCkb(200n)
/** Less is enough to begin: after some transactions' fees the last one must not ask for a few shannons more. */
const LEAST_RESERVE = RESERVE / 2n

/** Looks at the pool without changing anything. */
export async function planPool(ctx: Context, wanted: number): Promise<PoolPlan> {
  const cellCapacity = ctx.config.minWithdrawal
  const { live, lendable } = await countLiveCells(ctx, cellCapacity * LENDABLE_FACTOR)
  const missing = Math.max(0, wanted - lendable)
  const spare = sum(
    (await freeCells(ctx, live))
      .filter(({ capacity }) => capacity > cellCapacity)
      .map(({ capacity }) => spareOf(capacity, cellCapacity)),
  )
  const needed = BigInt(missing) * cellCapacity
  const enough = missing === 0 || spare >= needed + LEAST_RESERVE
  return { lendable, wanted, missing, cellCapacity, shortfall: shannons(enough ? 0n : needed + RESERVE - spare) }
}

/** Says how much to send, and where, before the pool can be made. */
export function fundingRequest(ctx: Context, plan: PoolPlan): ConfigError {
  return new ConfigError(
    `The pool lacks ${plan.missing} cells of ${formatCkb(plan.cellCapacity)} CKB. Send ${formatCkb(plan.shortfall)} CKB to ${ctx.chain.platform.address}, wait for it to be in a block, and run this again.`,
  )
}

/**
 * Makes the missing cells out of the pool's largest ones, in as many transactions as it takes; each is stored before it
 * is sent, like everything that the platform signs. Can be run again at any time: it counts what is there.
 *
 * @param settled is called after each transaction and returns when the chain has it
 * @returns how many cells were made
 * @throws ConfigError when the platform's own cells cannot pay for it
 * @throws StateMismatch when a payment took one of the cells meanwhile: run it again
 */
export async function growPool(
  ctx: Context,
  wanted: number,
  settled: (made: number, missing: number) => Promise<void>,
): Promise<number> {
  let made = 0
  for (;;) {
    const plan = await planPool(ctx, wanted)
    if (plan.missing === 0) return made
    if (plan.shortfall > 0n) throw fundingRequest(ctx, plan)
    const count = Math.min(plan.missing, CELLS_PER_TRANSACTION)
    await executeOperation(ctx, await planSplit(ctx, count), { kind: "split" })
    made += count
    await settled(made, made + plan.missing - count)
  }
}

/**
 * One transaction that makes `count` cells out of the largest ones, as it would be now.
 *
 * @param cells those to use instead; else the largest
 * @throws StateMismatch when the cells cannot give so many
 */
export async function planSplit(ctx: Context, count: number, cells?: PlatformCell[]): Promise<OperationPlan> {
  const { minWithdrawal } = ctx.config
  const used = cells ?? (await largestCells(ctx, BigInt(count) * minWithdrawal + LEAST_RESERVE))
  const lendable = used.filter((cell) => cell.capacity <= minWithdrawal * LENDABLE_FACTOR).length
  const plan = await planOperation(ctx, {
    cells: used,
    // The last one holds what is left and may be too large to lend.
    changeCells: count + lendable + 1,
    changeCapacity: minWithdrawal,
  })
  if (plan) return plan
  throw new StateMismatch("The pool's cells changed while they were being split. Nothing was sent. Run this again.")
}

async function largestCells(ctx: Context, needed: bigint): Promise<PlatformCell[]> {
  const { live } = await countLiveCells(ctx, 0n)
  const byCapacity = (await freeCells(ctx, live)).sort(largestFirst)
  const taken: PlatformCell[] = []
  let spare = 0n
  for (const cell of byCapacity) {
    taken.push(cell)
    spare += spareOf(cell.capacity, ctx.config.minWithdrawal)
    if (spare >= needed) break
  }
  return taken
}

/** How many new cells these can give, and keep enough for fees and for what is left. */
export function roomFor(cells: PlatformCell[], cellCapacity: Shannons): number {
  const spare = sum(cells.map(({ capacity }) => spareOf(capacity, cellCapacity)))
  return spare > LEAST_RESERVE ? Number((spare - LEAST_RESERVE) / cellCapacity) : 0
}

/** What new cells can be made of: a cell that could be lent itself is given back as one, a larger one is used up. */
function spareOf(capacity: Shannons, cellCapacity: Shannons): Shannons {
  return capacity <= cellCapacity * LENDABLE_FACTOR ? shannons(capacity - cellCapacity) : capacity
}
