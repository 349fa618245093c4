import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import { type ChainSight, sightOf } from "@/lib/chain/sight"
import type { Context } from "@/lib/context"
import { CatchingUp } from "@/lib/errors"
import { currentTip, followChain, type Tip } from "./follow"

/** A database that is further behind than this is caught up by the follower, not by whoever asks for a signature. */
export const MAX_BEHIND = 20n
/** Blocks may come while one looks. */
const LOOKS = 6

/** What the node said of some cells when its newest block was the newest one that this database has taken in. */
export interface Look {
  tip: Tip
  looked: ReadonlySet<string>
  /** Those that were not live */
  dead: OutPoint[]
}

/**
 * Asks the node for cells, and whether it stands where the database does, in one round trip. A few blocks that are missing
 * are taken in first. What a block spends is therefore either in the answer, or in a block that is followed later.
 *
 * @throws CatchingUp when database and node do not come to stand at one block
 * @throws ChainError when the node does not answer
 */
export async function lookAtChain(ctx: Context, outPoints: OutPoint[]): Promise<Look> {
  for (let look = 0; look < LOOKS; look++) {
    const tip = await currentTip(ctx)
    if (tip) {
      const sight = await sightOf(ctx.chain, tip, outPoints)
      if (isSame(sight, tip)) return { tip, looked: new Set(outPoints.map(outPointKey)), dead: sight.dead }
      requireNear(sight, tip)
    }
    await catchUp(ctx)
  }
  throw catchingUp(1)
}

function isSame(sight: ChainSight, tip: Tip): boolean {
  return sight.canonical === tip.hash && sight.tipNumber === tip.number
}

/** @throws CatchingUp for a node that has not come as far, and for a database that is far behind */
function requireNear(sight: ChainSight, tip: Tip): void {
  const behind = sight.tipNumber - tip.number
  if (sight.canonical === null || behind < 0n) throw catchingUp(5)
  if (behind > MAX_BEHIND) throw catchingUp(Math.min(60, 5 + Number(behind) / 20))
}

const underWay = new WeakMap<Context["db"], Promise<unknown>>()

/** Once for all who wait: each would ask the node for the same block. */
async function catchUp(ctx: Context): Promise<void> {
  const run = underWay.get(ctx.db) ?? followChain(ctx).finally(() => underWay.delete(ctx.db))
  underWay.set(ctx.db, run)
  await run
}

/** @param seconds until it makes sense to try again */
export function catchingUp(seconds: number): CatchingUp {
  return new CatchingUp(
    "The platform has not taken in the newest blocks of the chain yet, and signs nothing until it has. Nothing was sent and no money moved. Try again in a moment.",
    { retryAfter: Math.ceil(seconds) },
  )
}
