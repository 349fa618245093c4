import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import type { OutPoint } from "./cells"
import type { Chain } from "./chain"
import { type Epoch, unpackEpoch } from "./epoch"
import type { RpcHeader } from "./molecule"
import { FalseAnswer, type RpcBlock, verifyBlock, verifyHeader, verifyWork } from "./verify-block"

/** What the follower needs of a block. */
export interface ChainBlock {
  number: bigint
  hash: Hex
  parentHash: Hex
  epoch: Epoch
  /** In the order of the block */
  transactions: { hash: Hex; inputs: OutPoint[] }[]
  /** Plain cells that this block made on the platform's lock, also those that it spends again */
  platformCells: { outPoint: OutPoint; capacity: Shannons; isReward: boolean }[]
}

/**
 * The block after `known`, and whether `known` is still on the canonical chain, as far as the node knows, in one
 * round trip. The block is recomputed before it is believed, and on a chain with work the work in it is measured by
 * the block that is known.
 *
 * @throws ChainError when the node does not answer; FalseAnswer when its block is not what it claims
 */
export async function nextBlock(
  chain: Chain,
  known: { number: bigint; hash: Hex },
): Promise<{ canonical: boolean; block: ChainBlock | undefined }> {
  const [hash, block, header] = (await chain.rpc.batch<unknown>([
    { method: "get_block_hash", params: [ccc.numToHex(known.number)] },
    { method: "get_block_by_number", params: [ccc.numToHex(known.number + 1n)] },
    ...(chain.work ? [{ method: "get_header", params: [known.hash] }] : []),
  ])) as [Hex | null, RpcBlock | null, RpcHeader | null | undefined]
  // A node that has not come as far knows nothing against the block: it catches up, or a branch grows past it.
  const isBehind = hash === null && !block
  // The two answers may straddle a reorganisation; the parent hash cannot.
  const canonical = isBehind || (hash === known.hash && (!block || block.header.parent_hash === known.hash))
  if (!block || !canonical) return { canonical, block: undefined }
  const next = readBlock(chain, known.number + 1n, block)
  if (chain.work) {
    // The header comes from the node too, and cannot be another: the hash is known.
    if (header?.hash !== known.hash) throw new FalseAnswer(`The node does not show the header of block ${known.number}`)
    verifyHeader(header)
    verifyWork(chain.work, header, block.header)
  }
  return { canonical, block: next }
}

/**
 * The canonical block of this number, or undefined.
 *
 * @throws ChainError when the node does not answer; FalseAnswer when its block is not what it claims
 */
export async function blockAt(chain: Chain, number: bigint): Promise<ChainBlock | undefined> {
  const block = await chain.rpc.call<RpcBlock | null>("get_block_by_number", [ccc.numToHex(number)])
  return block ? readBlock(chain, number, block) : undefined
}

function readBlock(chain: Chain, number: bigint, block: RpcBlock): ChainBlock {
  verifyBlock(block)
  const { header, transactions } = block
  if (BigInt(header.number) !== number) throw new FalseAnswer(`The node shows block ${header.number} as ${number}`)
  const platform = chain.signer.lock
  return {
    number,
    hash: header.hash,
    parentHash: header.parent_hash,
    epoch: unpackEpoch(BigInt(header.epoch)),
    transactions: transactions.map((tx, position) => ({
      hash: tx.hash,
      // The first one is the cellbase: its input names the block's number, not a cell (RFC 0022).
      inputs: (position === 0 ? [] : tx.inputs).map(({ previous_output: { tx_hash, index } }) => ({
        txHash: tx_hash,
        index: Number(index),
      })),
    })),
    platformCells: transactions.flatMap((tx, position) =>
      tx.outputs.flatMap(({ capacity, lock, type }, index) => {
        const ours =
          lock.args === platform.args && lock.code_hash === platform.codeHash && lock.hash_type === platform.hashType
        // Typed and data cells hold more than CKB: they are not the pool's, on either side of the books.
        if (!ours || type || tx.outputs_data[index] !== "0x") return []
        const outPoint = { txHash: tx.hash, index }
        return [{ outPoint, capacity: shannons(BigInt(capacity)), isReward: position === 0 }]
      }),
    ),
  }
}
