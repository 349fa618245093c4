import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import type { OutPoint } from "./cells"
import type { Chain } from "./chain"
import type { RpcCall } from "./rpc"

/** What the node says of some cells, and where it stands. */
export interface ChainSight {
  /** Those that are not live, in a node whose pool of pending transactions does not count */
  dead: OutPoint[]
  tip: { number: bigint; hash: Hex }
}

/**
 * One round trip. The node may answer in any order: a block may have come between what is said of the cells and of the
 * tip.
 *
 * @throws ChainError when the node does not answer
 */
export async function sightOf(chain: Chain, outPoints: OutPoint[]): Promise<ChainSight> {
  const answers = await chain.rpc.batch<unknown>([
    ...outPoints.map(liveCellCall),
    { method: "get_tip_header", params: [] },
  ])
  const { number, hash } = answers.at(-1) as { number: Hex; hash: Hex }
  return { dead: deadAmong(outPoints, answers), tip: { number: BigInt(number), hash } }
}

/**
 * Those of the out points that are not live at the node now, in one round trip. Reads the chain itself, not the
 * indexer.
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
