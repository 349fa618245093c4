import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import type { TestChain } from "./chain"

/**
 * Takes all blocks after one off the chain, for a branch that is longer, as in every real reorganisation: only then
 * does a node's indexer follow it. What was in them is in no pool either.
 */
export async function replaceBlocksAfter(chain: TestChain, before: bigint): Promise<void> {
  const depth = BigInt(await chain.rpc<string>("get_tip_block_number")) - before
  await chain.truncate(await chain.rpc<string>("get_block_hash", ccc.numToHex(before)))
  await chain.mine(Number(depth) + 1)
}

/** The same for the block that holds a transaction of ours, and all after it. */
export async function replaceBlockOf(chain: TestChain, { db }: Pick<Context, "db">, txHash: string): Promise<void> {
  const { blockNumber } = await db.chainTransaction.findUniqueOrThrow({
    where: { txHash: Uint8Array.from(ccc.bytesFrom(txHash)) },
  })
  await replaceBlocksAfter(chain, (blockNumber ?? 0n) - 1n)
}
