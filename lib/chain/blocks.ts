import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import type { OutPoint } from "./cells"
import type { Chain } from "./chain"

/** What the follower needs of a block. */
export interface ChainBlock {
  number: bigint
  hash: Hex
  parentHash: Hex
  /** In the order of the block */
  transactions: { hash: Hex; inputs: OutPoint[] }[]
  /** Plain cells that this block made on the platform's lock, also those that it spends again */
  platformCells: { outPoint: OutPoint; capacity: Shannons }[]
}

interface RpcScript {
  code_hash: Hex
  hash_type: string
  args: Hex
}

interface RpcBlock {
  header: { number: Hex; hash: Hex; parent_hash: Hex }
  transactions: {
    hash: Hex
    inputs: { previous_output: { tx_hash: Hex; index: Hex } }[]
    outputs: { capacity: Hex; lock: RpcScript; type: RpcScript | null }[]
    outputs_data: Hex[]
  }[]
}

/**
 * The block after `known`, and whether `known` is still on the canonical chain, as far as the node knows, in one round trip.
 *
 * @throws ChainError when the node does not answer
 */
export async function nextBlock(
  chain: Chain,
  known: { number: bigint; hash: Hex },
): Promise<{ canonical: boolean; block: ChainBlock | undefined }> {
  const [hash, block] = await chain.rpc.batch<Hex | RpcBlock | null>([
    { method: "get_block_hash", params: [ccc.numToHex(known.number)] },
    { method: "get_block_by_number", params: [ccc.numToHex(known.number + 1n)] },
  ])
  const next = block ? readBlock(chain, block as RpcBlock) : undefined
  // A node that has not come as far knows nothing against the block: it catches up, or a branch grows past it.
  const isBehind = hash === null && !next
  // The two answers may straddle a reorganisation; the parent hash cannot.
  const canonical = isBehind || (hash === known.hash && (!next || next.parentHash === known.hash))
  return { canonical, block: next }
}

/** The canonical block of this number, or undefined. @throws ChainError when the node does not answer */
export async function blockAt(chain: Chain, number: bigint): Promise<ChainBlock | undefined> {
  const block = await chain.rpc.call<RpcBlock | null>("get_block_by_number", [ccc.numToHex(number)])
  return block ? readBlock(chain, block) : undefined
}

function readBlock(chain: Chain, { header, transactions }: RpcBlock): ChainBlock {
  const platform = chain.signer.lock
  return {
    number: BigInt(header.number),
    hash: header.hash,
    parentHash: header.parent_hash,
    transactions: transactions.map((tx, position) => ({
      hash: tx.hash,
      // The first one is the cellbase: its input names the block's number, not a cell (RFC 0022).
      inputs: (position === 0 ? [] : tx.inputs).map(({ previous_output: { tx_hash, index } }) => ({
        txHash: tx_hash,
        index: Number(index),
      })),
    })),
    platformCells: transactions.flatMap((tx) =>
      tx.outputs.flatMap(({ capacity, lock, type }, index) => {
        const ours =
          lock.args === platform.args && lock.code_hash === platform.codeHash && lock.hash_type === platform.hashType
        // Typed and data cells hold more than CKB: they are not the pool's, on either side of the books.
        if (!ours || type || tx.outputs_data[index] !== "0x") return []
        return [{ outPoint: { txHash: tx.hash, index }, capacity: shannons(BigInt(capacity)) }]
      }),
    ),
  }
}
