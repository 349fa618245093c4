import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import type { Chain } from "./chain"
import type { RpcHeader } from "./molecule"
import { FalseAnswer, verifyHeader, verifyWork } from "./verify-block"
import { hasWork, targetOf } from "./work"

interface KnownBlock {
  number: bigint
  hash: Hex
}

/**
 * Makes sure that the node's chain has left ours by work of its own: verifies one header after the other, from the
 * newest block that both have up to the height of our newest. Without this a node could take back all that we know by a
 * mere word, and begin again with blocks that cost it nothing.
 *
 * @param known our newest blocks without a gap, the newest first
 * @throws FalseAnswer when there is no such branch, or our newest block is on the node's chain; ChainError when the
 * node does not answer
 */
export async function proveBranch(chain: Chain, known: KnownBlock[]): Promise<void> {
  if (!chain.work) return
  const headers = await chain.rpc.batch<RpcHeader | null>(
    known.map(({ number }) => ({ method: "get_header_by_number", params: [ccc.numToHex(number)] })),
  )
  const common = headers.findIndex((header, i) => header !== null && header.hash === known[i]?.hash)
  // Its newest block is ours after all: it must not be taken back for nothing.
  if (common === 0)
    throw new FalseAnswer(`The node says that block ${known[0]?.number} has left the chain, and shows it there`)
  if (common < 0)
    throw new FalseAnswer(`The node's chain has none of the last ${known.length} blocks that were followed`)
  const branch = headers.slice(0, common + 1).reverse()
  for (const [i, header] of branch.entries()) {
    if (!header) throw new FalseAnswer("The node leaves out a header of the branch that it follows")
    verifyHeader(header)
    const before = branch[i - 1]
    if (before) verifyWork(chain.work, before, header)
  }
}

/**
 * Makes sure that the first block of a new database is one of the chain's: somebody has done at least as much work for
 * it as the easiest block of the chain ever took. For what came before it there is only the node's word.
 *
 * @throws FalseAnswer when not; ChainError when the node does not answer
 */
export async function verifyFirstBlock(chain: Chain, hash: Hex): Promise<RpcHeader> {
  const header = await chain.rpc.call<RpcHeader | null>("get_header", [hash])
  if (header?.hash !== hash) throw new FalseAnswer("The node does not show the header of the block that it stands on")
  verifyHeader(header)
  if (chain.work && !isChains(chain.work, header))
    throw new FalseAnswer(`The node's block ${Number(header.number)} is false: nobody has done the work for it`)
  return header
}

function isChains(work: NonNullable<Chain["work"]>, header: RpcHeader): boolean {
  return hasWork(work, header) && targetOf(Number(header.compact_target)) <= work.easiest
}
