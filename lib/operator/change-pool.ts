import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { InsufficientBalance } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { formatCkb } from "@/lib/money"
import { countLiveCells, freeCellsById } from "@/lib/pool/cells"
import { LENDABLE_FACTOR } from "@/lib/pool/hold"
import { planPool, planSplit } from "@/lib/pool/initialise"
import { planMerge } from "@/lib/pool/merge"
import { executeOperation, type OperationPlan, requireSamePlan } from "@/lib/pool/operation"
import type { PoolChangeKind } from "@/lib/pool/types"

export interface PoolChange {
  operation: PoolChangeKind
  /** how many: that come out anew, or that go in */
  cells: number
}

/**
 * What changing the pool would do: which cells go in, which come out, what the network gets. Nothing is signed.
 *
 * @param inputs the cells of an earlier plan, to get the same again
 * @throws InsufficientBalance when new cells need money that the pool does not have, with what to send where
 * @throws StateMismatch when the free cells do not allow it
 */
export async function planPoolChange(ctx: Context, change: PoolChange, inputs?: bigint[]): Promise<OperationPlan> {
  const cells = inputs && (await freeCellsById(ctx, inputs))
  if (change.operation === "merge") return planMerge(ctx, cells?.length ?? change.cells, cells)
  const { lendable } = await countLiveCells(ctx, ctx.config.minWithdrawal * LENDABLE_FACTOR)
  const { shortfall } = await planPool(ctx, lendable + change.cells)
  if (shortfall > 0n) {
    throw new InsufficientBalance(
      `The pool lacks ${formatCkb(shortfall)} CKB for ${change.cells} more cells. Send it to ${ctx.chain.platform.address}, wait until it is in a block, and look again. Nothing was sent.`,
      {
        details: {
          reason: "pool_lacks",
          shortfall: shortfall.toString(),
          cells: change.cells,
          address: ctx.chain.platform.address,
        },
      },
    )
  }
  return planSplit(ctx, change.cells, cells)
}

/**
 * Changes the pool exactly as a plan said.
 *
 * @param expected the hash of the plan that the operator has seen, and its inputs: nothing else is signed
 * @throws what planning throws; StateMismatch when the plan would be another now
 */
export async function changePool(
  ctx: Context<Person>,
  change: PoolChange,
  expected: { inputs: bigint[]; txHash: Hex },
  reason: string,
): Promise<{ id: bigint; txHash: Hex }> {
  const plan = await planPoolChange(ctx, change, expected.inputs)
  requireSamePlan(plan, expected.txHash)
  const kind = change.operation === "add" ? "split" : "merge"
  const action = change.operation === "add" ? "add_cells" : "merge_cells"
  return executeOperation(ctx, plan, { kind }, async (db) => {
    await audit(db, ctx, { action, subject: `${change.cells} cells`, reason })
  })
}
