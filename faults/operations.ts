import type { Context } from "@/lib/context"
import { AppError } from "@/lib/errors"
import { inVerb } from "@/lib/failpoint"
import type { OperationPlan } from "@/lib/pool/operation"
import type { TestContext } from "@/test/support/actors"
import type { Actor } from "./actors"
import type { End, Scenario, Seen } from "./scenario"
import { comesThrough } from "./scenario-steps"

/**
 * What an operator orders: first they look at it, then it is carried out, and ordered again when the answer is lost.
 */
interface Order {
  plan(ctx: Context): Promise<OperationPlan>
  carryOut(ctx: TestContext, expected: { inputs: bigint[]; txHash: Seen["txHash"] }): Promise<unknown>
}

/**
 * A scenario of an order.
 *
 * @param verb what its failpoints are called
 * @param orderOf the order; the receiver is the operator themselves
 */
export function ordered(verb: string, orderOf: (operator: Actor) => Order): Pick<Scenario, "run" | "askAgain"> {
  return {
    run: async ({ ctx, receiver, say }) => {
      const order = orderOf(receiver)
      const seen = await inVerb(verb, () => lookAt(ctx, order))
      say(seen)
      await inVerb(verb, () => order.carryOut(ctx, expected(seen)))
      await comesThrough(ctx)
    },
    askAgain: async ({ platform: { ctx }, receiver, heard }) => {
      const order = orderOf(receiver)
      const seen = heard && "inputs" in heard ? heard : await lookAt(ctx, order)
      await unlessDone(order.carryOut(ctx, expected(seen)))
    },
  }
}

async function lookAt(ctx: Context, order: Order): Promise<Seen> {
  const { cells, built } = await order.plan(ctx)
  return { inputs: cells.map(({ id }) => id.toString()), txHash: built.hash }
}

function expected({ inputs, txHash }: Seen) {
  return { inputs: inputs.map(BigInt), txHash }
}

/** Refused when the first was carried out. */
export async function unlessDone(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "STATE_MISMATCH")) throw error
  })
}

/** The pool's own transaction went out once or not at all. @returns how often */
export async function expectOneOperation({ ctx, client, expect }: End): Promise<number> {
  const operations = await ctx.db.poolOperation.findMany()
  if (client === "asks again") expect(operations).toHaveLength(1)
  expect(operations.length).toBeLessThanOrEqual(1)
  for (const { status } of operations) expect(status).toBe("confirmed")
  return operations.length
}
