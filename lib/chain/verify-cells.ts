import type { Hex } from "@/lib/hex"
import type { PlainCell } from "./cells"
import type { Chain } from "./chain"
import type { RpcTransaction } from "./molecule"
import { FalseAnswer, verifyTransaction } from "./verify-block"

/** Transactions asked for in one round trip. */
const AT_ONCE = 100

/**
 * Looks each cell up in the transaction that made it, whose hash is recomputed: an out point names what it holds.
 * Believed unseen, a cell that the node calls smaller than it is would give the difference to the network.
 *
 * @throws FalseAnswer when a cell is not what the node's index says
 * @throws ChainError when the node does not answer
 */
export async function verifyPlainCells(chain: Chain, cells: PlainCell[]): Promise<void> {
  const hashes = [...new Set(cells.map(({ outPoint }) => outPoint.txHash))]
  const makers = new Map<Hex, RpcTransaction>()
  for (let from = 0; from < hashes.length; from += AT_ONCE) {
    const asked = hashes.slice(from, from + AT_ONCE)
    const answers = await chain.rpc.batch<{ transaction: RpcTransaction | null }>(
      asked.map((hash) => ({ method: "get_transaction", params: [hash] })),
    )
    for (const [i, hash] of asked.entries()) {
      const transaction = answers[i]?.transaction
      if (!transaction) throw new FalseAnswer(`The node has cells of ${hash} and not the transaction`)
      verifyTransaction(transaction, hash)
      makers.set(hash, transaction)
    }
  }
  for (const { outPoint, capacity } of cells) {
    const maker = makers.get(outPoint.txHash)
    const output = maker?.outputs[outPoint.index]
    if (!output || BigInt(output.capacity) !== capacity || output.type || maker?.outputs_data[outPoint.index] !== "0x")
      throw new FalseAnswer(`Cell ${outPoint.txHash}:${outPoint.index} is not what the node's index says`)
  }
}
