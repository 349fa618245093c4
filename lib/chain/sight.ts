import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import type { OutPoint } from "./cells"
import type { Chain } from "./chain"
import type { RpcCall } from "./rpc"

/** What the node says of some cells and of one block, in the order in which it was asked. */
export interface ChainSight {
  /** Those that are not live, in a node whose pool of pending transactions does not count */
  dead: OutPoint[]
  /** The canonical block of the number that was asked for; null when the node has not come as far */
  canonical: Hex | null
  tipNumber: bigint
}

/**
 * One round trip. The cells are asked for first: what is said of them can then only be older than what is said of the tip.
 *
 * @throws ChainError when the node does not answer
 */
export async function sightOf(chain: Chain, block: { number: bigint }, outPoints: OutPoint[]): Promise<ChainSight> {
  const answers = await chain.rpc.batch<unknown>([
    ...outPoints.map(liveCellCall),
    { method: "get_block_hash", params: [ccc.numToHex(block.number)] },
    { method: "get_tip_block_number", params: [] },
  ])
  const [canonical, tip] = answers.slice(outPoints.length) as [Hex | null, Hex]
  return { dead: deadAmong(outPoints, answers), canonical, tipNumber: BigInt(tip) }
}

/**
 * Those of the out points that are not live at the node now, in one round trip. Reads the chain itself, not the indexer.
 *
 * @throws ChainError when the node does not answer
 */
export async function deadOutPoints(chain: Chain, outPoints: OutPoint[]): Promise<OutPoint[]> {
  return deadAmong(outPoints, await chain.rpc.batch(outPoints.map(liveCellCall)))
}

function liveCellCall({ txHash, index }: OutPoint): RpcCall {
  return { method: "get_live_cell", params: [{ tx_hash: txHash, index: ccc.numToHex(index) }, false] }
}

/** @param answers the n-th belongs to the n-th out point */
function deadAmong(outPoints: OutPoint[], answers: unknown[]): OutPoint[] {
  return outPoints.filter((_, i) => (answers[i] as { status: string } | undefined)?.status !== "live")
}
