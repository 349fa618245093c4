/**
 * The platform's cells. Each command first takes in what the chain has done, so that it knows of every cell.
 *
 *   npm run pool -- init [--cells N] [--yes]                   makes the pool as large as POOL_CELLS, or N
 *   npm run pool -- status                                     what the pool holds
 *   npm run pool -- merge --cells N [--reason "…"] [--yes]     makes few cells out of the N smallest free ones
 *
 * What changes the pool shows first what it will do.
 */
import { parseArgs } from "node:util"
import type { CommandActor } from "@/lib/actor"
import { faucet, mine } from "@/lib/chain/faucet"
import type { Context } from "@/lib/context"
import { formatCkb, largest, wholeCkb } from "@/lib/money"
import { changePool, type PoolChange, planPoolChange } from "@/lib/operator/change-pool"
import { fundingRequest, growPool, type PoolPlan, planPool } from "@/lib/pool/initialise"
import { catchUp, followChain } from "@/lib/tracking/follow"
import { agreed, explainPlan, runWithContext, say } from "./command-context"

const FAUCET_LIMIT = wholeCkb(100_000n)
/** Blocks on a development chain come each second, elsewhere up to every 48; a transaction takes a few of them. */
const COMMIT_TIMEOUT_MS = 15 * 60_000

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cells: { type: "string" }, reason: { type: "string" }, yes: { type: "boolean", default: false } },
})

await runWithContext(async (ctx) => {
  await catchUp(ctx)
  const wanted = values.cells === undefined ? ctx.config.poolCells : Number(values.cells)
  if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted > 10_000)
    throw new Error("--cells takes a whole number from 1 to 10000.")
  if (positionals[0] === "merge") return merge(ctx, values.cells === undefined ? undefined : wanted)
  const plan = await planPool(ctx, wanted)
  say(`The pool has ${plan.lendable} cells to lend; ${plan.wanted} are wanted.`)
  if (positionals[0] === "status" || plan.missing === 0) return
  if (positionals[0] !== "init") throw new Error("Say `init`, `status` or `merge`.")
  explain(ctx, plan)
  if (!(await agreed(values.yes))) return say("Nothing was done.")
  if (plan.shortfall > 0n) await fund(ctx, plan)
  await growPool(ctx, wanted, async (made, of) => {
    say(`Sent a transaction that makes cells: ${made} of ${of}. Waiting for a block …`)
    await until(ctx, async () => (await planPool(ctx, wanted)).missing <= of - made)
  })
  say(`Done: the pool has ${(await planPool(ctx, wanted)).lendable} cells to lend.`)
})

async function merge(ctx: Context<CommandActor>, cells: number | undefined): Promise<void> {
  if (cells === undefined) throw new Error("Say how many cells are to go in, with --cells N.")
  const change: PoolChange = { operation: "merge", cells }
  const plan = await planPoolChange(ctx, change)
  explainPlan(plan)
  if (!(await agreed(values.yes))) return say("Nothing was done.")
  const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
  const { id } = await changePool(ctx, change, expected, values.reason?.trim() || "at the command line")
  say("Sent. Waiting for a block …")
  await until(ctx, async () => (await ctx.db.poolOperation.count({ where: { id, status: "signed" } })) === 0)
  say(`Done: ${plan.cells.length} cells have become ${plan.outputs.length}.`)
}

function explain(ctx: Context, plan: PoolPlan): void {
  say(
    `This makes ${plan.missing} cells of ${formatCkb(plan.cellCapacity)} CKB on ${ctx.config.network}, out of the platform's own money.`,
  )
  if (plan.shortfall > 0n && ctx.config.network === "devnet")
    say(`The faucet first sends ${formatCkb(plan.shortfall)} CKB to ${ctx.chain.platform.address}.`)
}

async function fund(ctx: Context, plan: PoolPlan): Promise<void> {
  if (ctx.config.network !== "devnet") throw fundingRequest(ctx, plan)
  let left: bigint = plan.shortfall
  while (left > 0n) {
    const part = left > FAUCET_LIMIT ? FAUCET_LIMIT : left
    // A cell cannot be smaller than 61 CKB, so the last part may be a little more than asked.
    await faucet(ctx.chain, { address: ctx.chain.platform.address, amount: largest([part, wholeCkb(100n)]) })
    left -= part
  }
  say("The faucet has sent it. Waiting for a block …")
  await until(ctx, async () => (await planPool(ctx, plan.wanted)).shortfall === 0n)
}

/** Follows the chain until `done`. On a dev chain that makes no blocks by itself, it makes them. */
async function until(ctx: Context, done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + COMMIT_TIMEOUT_MS
  let idle = 0
  while (Date.now() < deadline) {
    const { blocks } = await followChain(ctx)
    if (await done()) return
    idle = blocks > 0 ? 0 : idle + 1
    if (idle > 0) await new Promise((resolve) => setTimeout(resolve, 200))
    if (ctx.config.network === "devnet" && idle % 15 === 14) await mine(ctx.chain, 1)
  }
  throw new Error(
    "The chain has not taken the transaction in yet. It is stored and will be sent again; run this again later.",
  )
}
