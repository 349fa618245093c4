import type { ChainBlock } from "@/lib/chain/blocks"
import type { Chain } from "@/lib/chain/chain"
import { type Epoch, epochBefore, epochParts } from "@/lib/chain/epoch"
import { maturesAt } from "@/lib/chain/maturity"
import type { DbTransaction } from "@/lib/db"

/**
 * For the column `matures_at`: when a reward of the platform's own can be spent.
 *
 * @returns undefined when it can be in the block after this one, or is no reward
 */
export function maturityOf(chain: Chain, block: Pick<ChainBlock, "epoch">, cell: { isReward: boolean }): bigint | null {
  if (!cell.isReward) return null
  const at = maturesAt(chain, block.epoch)
  return epochBefore(block.epoch, at) ? epochParts(at, "up") : null
}

/** immature → free for the rewards that can be spent from this block on. */
export async function freeMature(db: DbTransaction, block: { number: bigint; epoch: Epoch }): Promise<void> {
  await db.$executeRaw`
    UPDATE platform_cell SET state = 'free', matured_in = ${block.number}
    WHERE state = 'immature' AND matures_at <= ${epochParts(block.epoch, "down")}`
}

/**
 * What `freeMature` did for a block that has left the chain. One that is bound already stays so: its transaction waits
 * for the chain.
 */
export async function unfreeMature(db: DbTransaction, blockNumber: bigint): Promise<void> {
  await db.$executeRaw`
    UPDATE platform_cell SET state = 'immature', matured_in = NULL, held_at = NULL
    WHERE matured_in = ${blockNumber} AND state = 'free'`
}
