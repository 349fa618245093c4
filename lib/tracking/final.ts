import { hashesAt } from "@/lib/chain/hashes-at"
import type { Rpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import { ChainError } from "@/lib/errors"
import { type Hex, toHex } from "@/lib/hex"
import { pause } from "@/lib/pause"
import type { Tip } from "@/lib/transaction/tip"

/** This many blocks below what is final two honest nodes agree, so a difference there is an alarm. */
const PERSISTING = 10n
const NOTHING = -1n

/**
 * The newest block that is final when `tip` is the newest: it has `CONFIRMATIONS` blocks, its own counted as the first,
 * and the second node, where there is one, has the same block at that height. A block names its parent, so what is
 * below it is the same too.
 *
 * Not inside a database transaction: it asks the second node.
 *
 * @returns a block number; below every block while the second node is down, behind or disagrees. Later blocks catch up.
 */
export async function finalHeight(ctx: Context, tip: Tip): Promise<bigint> {
  const buried = tip.number - BigInt(ctx.config.confirmations) + 1n
  if (!ctx.chain.check) return buried
  const rows = await ctx.db.$queryRaw<{ number: bigint; hash: Uint8Array }[]>`
    SELECT number, hash FROM block WHERE number IN (${buried}, ${buried - PERSISTING})`
  const known = new Map<bigint, Hex>(rows.map(({ number, hash }) => [number, toHex(hash)]))
  // With one confirmation it is the block that is about to be taken in.
  if (buried === tip.number) known.set(buried, tip.hash)
  // Before the first block that this database has taken in there is nothing of ours.
  if (!known.has(buried)) return buried
  const answer = await askSecondNode(ctx, ctx.chain.check, [...known.keys()])
  if (!answer) return NOTHING
  const differs = (number: bigint) => answer.get(number) !== undefined && answer.get(number) !== known.get(number)
  if (answer.get(buried) === known.get(buried)) return buried
  if (differs(buried)) await alarm(ctx, buried, differs(buried - PERSISTING))
  return NOTHING
}

/** A second node that hangs must not slow down every block by the full time limit. */
const SLOW_MS = 3_000
const QUIET_MS = 60_000
const quietUntil = new WeakMap<Rpc, number>()

async function askSecondNode(ctx: Context, check: Rpc, numbers: bigint[]): Promise<Map<bigint, Hex> | undefined> {
  const began = Date.now()
  if (began < (quietUntil.get(check) ?? 0)) return undefined
  try {
    return await hashesAt(ctx.chain, numbers)
  } catch (error) {
    if (!(error instanceof ChainError)) throw error
    if (Date.now() - began > SLOW_MS) quietUntil.set(check, Date.now() + QUIET_MS)
    ctx.log.warn({ reason: error.message }, "nothing is confirmed: the second node does not answer")
    return undefined
  }
}

async function alarm(ctx: Context, number: bigint, persists: boolean): Promise<void> {
  const detail = `The two nodes have different blocks ${number}: one of them is wrong. Nothing is confirmed until they agree.`
  ctx.log.error({ detail }, "alarm: the second node disagrees")
  if (persists) await pause(ctx.db, { scope: "settlement", reason: "second_node_disagrees", detail })
}
