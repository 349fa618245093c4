import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { settled } from "@/test/support/blocks"
import { startCkbNode, type TestChain } from "@/test/support/chain"
import { until } from "@/test/support/rpc"

/** How a reorganisation comes about: the node goes back and grows again, or a branch that others made overtakes. */
export type Reorganisation = "going back" | "a longer branch"

interface RpcBlock {
  header: Record<string, string>
  transactions: Record<string, unknown>[]
  uncles: { header: Record<string, string>; proposals: string[] }[]
  proposals: string[]
  extension?: string
}

/** Makes reorganisations of one chain. */
export interface Brancher {
  /**
   * Replaces all blocks after number `after` by more of them.
   *
   * @param transactions are committed on the new branch
   * @param whileBehind runs when a node that goes back has not grown again
   */
  replace(
    how: Reorganisation,
    after: bigint,
    transactions?: ccc.Transaction[],
    whileBehind?: () => Promise<void>,
  ): Promise<void>
  stop(): Promise<void>
}

/** Proposal, distance and one more block: what is sent before these blocks is committed by the last of them. */
const TO_COMMIT = 4

export function startBrancher(chain: TestChain): Brancher {
  // A real node takes a branch over only from somebody who made it: a second node with the same past.
  let twin: Promise<TestChain> | undefined
  return {
    async replace(how, after, transactions = [], whileBehind) {
      const tip = BigInt(await chain.rpc<string>("get_tip_block_number"))
      const length = Math.max(Number(tip - after) + 1, transactions.length > 0 ? TO_COMMIT : 0)
      if (how === "a longer branch" && chain.name === "node") {
        twin ??= startCkbNode()
        return overtake(chain, await twin, { after, length, transactions })
      }
      await chain.truncate(await chain.rpc<string>("get_block_hash", ccc.numToHex(after)))
      if (how === "going back") await whileBehind?.()
      await send(chain, transactions)
      await chain.mine(length)
    },
    stop: async () => {
      await (await twin)?.stop()
    },
  }
}

interface Branch {
  after: bigint
  length: number
  transactions: ccc.Transaction[]
}

async function overtake(chain: TestChain, twin: TestChain, { after, length, transactions }: Branch): Promise<void> {
  await copyBlocks(chain, twin, 1n, after)
  await followed(twin, await chain.rpc<string>("get_block_hash", ccc.numToHex(after)))
  await send(twin, transactions)
  await twin.mine(length)
  await copyBlocks(twin, chain, after + 1n, after + BigInt(length))
  const { hash } = await twin.rpc<{ hash: string }>("get_tip_header")
  await followed(chain, hash)
}

async function followed(chain: TestChain, hash: string): Promise<void> {
  await until("the branch to win", async () => (await chain.rpc<{ hash: string }>("get_tip_header")).hash === hash)
  // It is the longer one, so that an indexer as high as it is has followed it.
  await settled(chain.rpc)
}

/** Hands over those blocks that the other does not have yet. */
async function copyBlocks(from: TestChain, to: TestChain, first: bigint, last: bigint): Promise<void> {
  for (let number = first; number <= last; number++) {
    const hash = await from.rpc<string>("get_block_hash", ccc.numToHex(number))
    if ((await to.rpc<string | null>("get_block_hash", ccc.numToHex(number))) === hash) continue
    await to.rpc("process_block_without_verify", withoutHashes(await from.rpc<RpcBlock>("get_block", hash)), false)
  }
}

function withoutHashes(block: RpcBlock): RpcBlock {
  const bare = <T extends object>(part: T) =>
    Object.fromEntries(Object.entries(part).filter(([key]) => key !== "hash")) as T
  return {
    ...block,
    header: bare(block.header),
    transactions: block.transactions.map(bare),
    uncles: block.uncles.map((uncle) => ({ ...uncle, header: bare(uncle.header) })),
  }
}

async function send(chain: TestChain, transactions: ccc.Transaction[]): Promise<void> {
  for (const tx of transactions)
    await chain.rpc("send_transaction", cccA.JsonRpcTransformers.transactionFrom(tx), "passthrough")
}
