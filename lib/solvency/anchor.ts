import { anchorWitness } from "@/lib/chain/manifest"
import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import { freeCells } from "@/lib/pool/cells"
import { executeOperation, planOperation } from "@/lib/pool/operation"

const EVERY_MINUTES = 60

/**
 * Puts the hash of the newest manifest on the chain, once an hour at most: a transaction of one of the pool's cells, in
 * which it is a witness that the signature covers. All manifests before it hang on it by their hashes, so nobody can be
 * shown others.
 *
 * @returns the operation; undefined when there is nothing to do, or no cell to do it with: then it waits
 * @throws Paused while payouts stand still; CatchingUp; ChainError when the node does not answer
 */
export async function anchorEpoch(ctx: Context): Promise<bigint | undefined> {
  const [epoch] = await ctx.db.$queryRaw<{ block_number: bigint; hash: Uint8Array }[]>`
    SELECT e.block_number, e.hash FROM solvency_epoch e
    WHERE e.block_number = (SELECT max(block_number) FROM solvency_epoch) AND NOT EXISTS (
      SELECT FROM pool_operation o WHERE o.anchors IS NOT NULL AND o.status <> 'failed'
        AND (o.anchors = e.block_number OR o.created_at > now() - ${EVERY_MINUTES} * interval '1 minute'))`
  if (!epoch) return undefined
  // The last free cell is for a sender.
  const [cell, another] = await freeCells(ctx, 2)
  if (!cell || !another) return undefined
  const says = anchorWitness({ block: epoch.block_number, hash: toHex(epoch.hash) })
  const plan = await planOperation(ctx, { cells: [cell], changeCells: 1, changeCapacity: cell.capacity, says })
  if (!plan) return undefined
  try {
    const { id } = await executeOperation(ctx, plan, { kind: "anchor", anchors: epoch.block_number })
    return id
  } catch (error) {
    // Somebody else has taken the cell: the next run takes another.
    if (error instanceof StateMismatch) return undefined
    throw error
  }
}
