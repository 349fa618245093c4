import type { Script } from "@/lib/chain/decode"
import { readAnchor } from "@/lib/chain/manifest"
import type { Hex } from "@/lib/hex"
import type { LiveCell } from "./node"
import { inParallel } from "./parallel"
import type { Work } from "./work"

/** What the platform's cells have done since a block, as the node alone tells it. */
export interface Movements {
  /** live by now, by `cellKey` */
  live: Map<string, LiveCell>
  /** spent after that block, by `cellKey` */
  spent: Map<string, { txHash: Hex; block: bigint }>
  /** what the platform's transactions since then say of its manifests */
  anchors: FoundAnchor[]
}

export interface FoundAnchor {
  /** of the epoch */
  block: bigint
  hash: Hex
  txHash: Hex
  committedIn: bigint
}

export function cellKey({ txHash, index }: { txHash: Hex; index: number | bigint }): string {
  return `${txHash}:${index}`
}

const AT_ONCE = 8

/**
 * Reads which cells of the platform live, and then which of its transactions spent others after a block. In this order
 * no cell that lived at the block can be missed, whatever comes in between: it is live when asked for, or its spending
 * is known afterwards.
 */
export async function readMovements(work: Work, lock: Script, since: bigint): Promise<Movements> {
  const { node } = work
  const live = new Map<string, LiveCell>()
  for await (const cell of node.plainCells(lock)) {
    live.set(cellKey(cell), cell)
    await work.breathe("movements", live.size)
  }
  const hashes = new Set<Hex>()
  for await (const { txHash, block } of node.spending(lock)) {
    if (block <= since) break
    hashes.add(txHash)
  }
  const movements: Movements = { live, spent: new Map(), anchors: [] }
  await inParallel([...hashes], AT_ONCE, async (txHash, at) => {
    const found = await node.committed(txHash)
    // Its block may have left the chain since.
    if (!found) return
    const { tx, block } = found
    for (const { previousOutput } of tx.inputs) movements.spent.set(cellKey(previousOutput), { txHash, block })
    for (const witness of tx.witnesses.slice(tx.inputs.length)) {
      const anchor = readAnchor(witness)
      if (anchor) movements.anchors.push({ ...anchor, txHash, committedIn: block })
    }
    await work.breathe("movements", at, hashes.size)
  })
  return movements
}
