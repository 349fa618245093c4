import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { shannons, sum } from "@/lib/money"
import { freeCells } from "./cells"
import { LENDABLE_FACTOR } from "./hold"
import { type OperationPlan, planOperation } from "./operation"
import type { PlatformCell } from "./platform-cell"

/**
 * One transaction that makes as few cells as possible out of the smallest free ones, as it would be now. No cell
 * becomes larger than what is lent: it would only be trimmed again.
 *
 * @param count how many cells go in
 * @param cells those to use instead; else the smallest, and those that no sender is about to sign for first
 * @throws StateMismatch when there are not so many free cells, or they are as few as they can be
 */
export async function planMerge(ctx: Context, count: number, cells?: PlatformCell[]): Promise<OperationPlan> {
  const used = cells ?? (await freeCells(ctx, count, "smallest"))
  if (used.length < count || used.length < 2)
    throw new StateMismatch(
      `Only ${used.length} cells are free. Nothing was sent. Merge fewer, or wait for payments to end.`,
      { details: { reason: "few_free_cells", cells: used.length } },
    )
  const total = sum(used.map((cell) => cell.capacity))
  const largest = ctx.config.minWithdrawal * LENDABLE_FACTOR
  const outputs = (total + largest - 1n) / largest
  if (outputs >= BigInt(used.length))
    throw new StateMismatch("These cells are as few as they can be and still be lent. Nothing was sent.", {
      details: { reason: "few_enough_cells" },
    })
  const plan = await planOperation(ctx, {
    cells: used,
    changeCells: Number(outputs),
    changeCapacity: shannons(total / outputs),
  })
  if (plan) return plan
  throw new StateMismatch("These cells cannot pay the network for their merging. Nothing was sent.", {
    details: { reason: "cells_too_small" },
  })
}
