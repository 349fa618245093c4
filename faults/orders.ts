import { z } from "zod"
import type { Context } from "@/lib/context"
import type { Shannons } from "@/lib/money"
import { changePool, type PoolChange, planPoolChange } from "@/lib/operator/change-pool"
import { planFeeWithdrawal, withdrawFees } from "@/lib/operator/withdraw-fees"
import type { OperationPlan } from "@/lib/pool/operation"

/** What the operator has seen of a plan: exactly that is done. */
export const seenSchema = z.object({ inputs: z.array(z.string()), txHash: z.templateLiteral(["0x", z.string()]) })
export type Seen = z.infer<typeof seenSchema>

/** What an operator orders: first they look at it, then it is carried out, and ordered again when the answer is lost. */
export interface Order {
  plan(ctx: Context): Promise<OperationPlan>
  carryOut(ctx: Context, seen: Seen): Promise<unknown>
}

const WHY = { reason: "the month is over", actor: "command" } as const
const MERGE: PoolChange = { operation: "merge", cells: 4 }

/**
 * @param amount shannons of the fees that leave
 * @param to the operator's own address
 * @returns undefined for a scenario in which nobody orders anything
 */
export function orderOf(scenario: string, amount: Shannons, to: string): Order | undefined {
  if (scenario === "merge cells")
    return {
      plan: (ctx) => planPoolChange(ctx, MERGE),
      carryOut: (ctx, seen) => changePool(ctx, MERGE, expected(seen), WHY),
    }
  if (scenario === "withdraw fees")
    return {
      plan: (ctx) => planFeeWithdrawal(ctx, { to, amount }),
      carryOut: (ctx, seen) => withdrawFees(ctx, { to, amount }, expected(seen), WHY),
    }
  return undefined
}

export async function lookAt(ctx: Context, order: Order): Promise<Seen> {
  const { cells, built } = await order.plan(ctx)
  return { inputs: cells.map(({ id }) => id.toString()), txHash: built.hash }
}

function expected({ inputs, txHash }: Seen) {
  return { inputs: inputs.map(BigInt), txHash }
}
