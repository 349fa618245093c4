import { until } from "./rpc"

/** Calls a method of one node. */
export type Rpc = <T>(method: string, ...params: unknown[]) => Promise<T>

/** Makes a block on top of the chain; resolves when the pool and the indexer have seen it. */
export async function makeBlock(rpc: Rpc): Promise<void> {
  await until("a block on top of the chain", async () => {
    const made = await rpc<string>("generate_block")
    await settled(rpc)
    const { hash } = await rpc<{ hash: string }>("get_tip_header")
    if (hash === made) return true
    await renewTemplate(rpc)
    return false
  })
}

/**
 * A node renews its block template in tasks of their own. After a truncation the one of then may come last and stay,
 * and each block is made beside the chain: only a cleared pool begins a new one.
 */
async function renewTemplate(rpc: Rpc): Promise<void> {
  const { pending, proposed } = await rpc<Record<"pending" | "proposed", Record<string, { ancestors_count: string }>>>(
    "get_raw_tx_pool",
    true,
  )
  const entries = Object.entries({ ...proposed, ...pending })
  const parentsFirst = entries.sort(([, a], [, b]) => Number(a.ancestors_count) - Number(b.ancestors_count))
  const inPool = []
  for (const [txHash] of parentsFirst) {
    const { transaction } = await rpc<{ transaction: { hash: string } }>("get_transaction", txHash)
    const { hash: _, ...body } = transaction
    inPool.push(body)
  }
  await rpc("clear_tx_pool")
  await poolFollows(rpc)
  for (const body of inPool) await rpc("send_transaction", body, "passthrough")
}

/**
 * Goes back to a block of the chain, as a reorg would, and forgets what was in the blocks and in the pool.
 *
 * A node puts what it has detached back into its pool by a task of its own, at some time after the pool stands at the
 * new tip: cleared sooner, it would come back into a block. Its tasks keep their order, so once the pool has followed
 * another block, nothing of that is still to come; and that block holds nothing which could come back in its turn.
 */
export async function truncate(rpc: Rpc, blockHash: string): Promise<void> {
  await rpc("truncate", blockHash)
  await poolFollows(rpc)
  await makeBlock(rpc)
  await rpc("truncate", blockHash)
  await poolFollows(rpc)
  await rpc("clear_tx_pool")
}

/** A real node's pool and indexer follow its chain with a delay; what comes next must not depend on it. */
export async function settled(rpc: Rpc): Promise<void> {
  await until("the pool and the indexer to follow the chain", async () => {
    const { hash, number } = await rpc<{ hash: string; number: string }>("get_tip_header")
    const pool = await rpc<{ tip_hash: string }>("tx_pool_info")
    // Nothing while it has not even taken in the genesis block.
    const indexer = await rpc<{ block_number: string } | null>("get_indexer_tip")
    return pool.tip_hash === hash && indexer !== null && Number(indexer.block_number) >= Number(number)
  })
}

async function poolFollows(rpc: Rpc): Promise<void> {
  await until("the pool to follow the chain", async () => {
    const pool = await rpc<{ tip_hash: string }>("tx_pool_info")
    const { hash } = await rpc<{ hash: string }>("get_tip_header")
    return pool.tip_hash === hash
  })
}
