import type { OutPoint } from "@/lib/chain/cells"
import { sightOf } from "@/lib/chain/sight"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { CatchingUp } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { followChain } from "@/lib/tracking/follow"
import { packSpends } from "@/lib/transaction/spends"
import { currentTip, type Tip } from "@/lib/transaction/tip"

/** If the database is further behind than this, the follower takes the blocks in, not the request for a signature. */
export const MAX_BEHIND = 20n
/** How often to try: new blocks may come while the last one is taken in. */
const ROUNDS = 4

/** What the node said of some cells at a moment between two blocks. */
export interface Look {
  outPoints: OutPoint[]
  /** Those that were not live */
  dead: OutPoint[]
  /** The newest block that the database had before: what it and those before it spend is in the answer */
  since: Tip
  /** The newest block of the node: all that it holds must be taken in before anything is decided on */
  until: Tip
}

/**
 * Asks the node for cells and for its newest block, in one round trip.
 *
 * @param known the newest block that the database has, where that was just read
 * @throws ChainError when the node does not answer
 */
export async function lookAtChain(ctx: Context, outPoints: OutPoint[], known?: Tip): Promise<Look> {
  const since = known ?? (await firstBlock(ctx))
  const { dead, tip: until } = await sightOf(ctx.chain, outPoints)
  return { outPoints, dead, since, until }
}

/**
 * Sees to it that the database has taken in the newest block of a look.
 *
 * @throws CatchingUp when it is far behind, or does not come to it
 */
export async function takeIn(ctx: Context, { until }: Look): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { newest, hash } = await standing(ctx, until)
    if (hash === until.hash) return
    if (until.number - newest > MAX_BEHIND) throw catchingUp(Math.min(60, 5 + Number(until.number - newest) / 20))
    await takeInNext(ctx)
  }
  throw catchingUp(1)
}

/** Whether what rests on a look may be stored; the database's function `chain_standing` says it, the one place. */
export type Standing = "stands" | "moved" | "not_taken_in" | "node_behind"

/** A look as `chain_standing` takes it. */
export function standingParameters({ outPoints, since, until }: Look) {
  return [
    packSpends(outPoints),
    since.number,
    fromHex(since.hash),
    until.number,
    fromHex(until.hash),
    MAX_BEHIND,
  ] as const
}

/**
 * Compares a look with the database, in the transaction that stores what rests on it: while that lasts no block is
 * taken in.
 *
 * @returns false when a block that came since may have spent one of the cells, or a block has left the chain: look
 *   again
 * @throws CatchingUp when the node is far behind the database
 */
export async function stillHolds(db: DbTransaction, look: Look): Promise<boolean> {
  const parameters = Prisma.join([...standingParameters(look)])
  const [row] = await db.$queryRaw<{ standing: Standing }[]>`SELECT chain_standing(${parameters}) AS standing`
  if (row?.standing === "node_behind") throw nodeBehind()
  return row?.standing === "stands"
}

/** The node that was looked at is far behind what the database has taken in. */
export function nodeBehind(): CatchingUp {
  return catchingUp(5)
}

async function firstBlock(ctx: Context): Promise<Tip> {
  const tip = await currentTip(ctx)
  if (tip) return tip
  await takeInNext(ctx)
  const first = await currentTip(ctx)
  if (!first) throw catchingUp(1)
  return first
}

async function standing({ db }: Context, { number }: Tip): Promise<{ newest: bigint; hash: Hex | undefined }> {
  const [row] = await db.$queryRaw<{ newest: bigint | null; hash: Uint8Array | null }[]>`
    SELECT max(number) AS newest, (SELECT hash FROM block WHERE number = ${number}) AS hash FROM block`
  return { newest: row?.newest ?? 0n, hash: row?.hash ? toHex(row.hash) : undefined }
}

const underWay = new WeakMap<Context["db"], Promise<unknown>>()

/** One run serves all who wait: otherwise each would ask the node for the same block. */
async function takeInNext(ctx: Context): Promise<void> {
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
