import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import type { TestChain } from "./chain"
import { until } from "./rpc"

const MORE_BLOCKS = 3

/**
 * Takes all blocks after one off the chain, for a branch that is longer, as in every real reorganisation: only then
 * does a node's indexer follow it. What was in them is in no pool either.
 */
export async function replaceBlocksAfter(chain: TestChain, before: bigint): Promise<void> {
  const depth = BigInt(await chain.rpc<string>("get_tip_block_number")) - before
  await chain.truncate(await chain.rpc<string>("get_block_hash", ccc.numToHex(before)))
  await chain.mine(Number(depth) + 1)
  await indexerFollows(chain)
}

/**
 * An indexer may be as high as the branch and still have the blocks that were taken off. It looks again when a block
 * comes: one that has looked too soon gets another block to look at.
 */
async function indexerFollows(chain: TestChain): Promise<void> {
  const isOnBranch = async () => {
    const { hash } = await chain.rpc<{ hash: string }>("get_tip_header")
    const { block_hash: indexed } = await chain.rpc<{ block_hash: string }>("get_indexer_tip")
    return indexed === hash
  }
  for (let more = 0; more < MORE_BLOCKS; more++) {
    const follows = await until("the indexer to follow the branch", isOnBranch, 3_000).catch(() => false)
    if (follows) return
    await chain.mine(1)
  }
  await until("the indexer to follow the branch", isOnBranch)
}

/** The same for the block that holds a transaction of ours, and all after it. */
export async function replaceBlockOf(chain: TestChain, { db }: Pick<Context, "db">, txHash: string): Promise<void> {
  const { blockNumber } = await db.chainTransaction.findUniqueOrThrow({
    where: { txHash: Uint8Array.from(ccc.bytesFrom(txHash)) },
  })
  await replaceBlocksAfter(chain, (blockNumber ?? 0n) - 1n)
}
