import { blockAt } from "@/lib/chain/blocks"
import type { Context } from "@/lib/context"
import { fromHex, type Hex, toHex } from "@/lib/hex"

/**
 * Transactions on the chain that spend the platform's cells and that this database does not know, in the order of the
 * chain: what it lacks after it was restored from an older backup, or what somebody else has signed with the platform's
 * key.
 *
 * @throws ChainError when the node does not answer
 */
export async function unknownTransactions(ctx: Context): Promise<Hex[]> {
  const cells = await ctx.db.$queryRaw<{ tx_hash: Uint8Array; output_index: number; spent_in: bigint }[]>`
    SELECT tx_hash, output_index, spent_in FROM platform_cell p WHERE state = 'spent' AND NOT EXISTS (
      SELECT FROM claim c JOIN chain_transaction t ON t.tx_hash = c.spent_by
      WHERE c.tx_hash = p.tx_hash AND c.output_index = p.output_index)`
  const keys = new Set(cells.map((cell) => `${toHex(cell.tx_hash)}:${cell.output_index}`))
  const numbers = [...new Set(cells.map((cell) => cell.spent_in))].sort((a, b) => (a < b ? -1 : 1))
  const spenders: Hex[] = []
  for (const number of numbers)
    for (const tx of (await blockAt(ctx.chain, number))?.transactions ?? [])
      if (tx.inputs.some(({ txHash, index }) => keys.has(`${txHash}:${index}`))) spenders.push(tx.hash)
  const known = await ctx.db.chainTransaction.findMany({
    where: { txHash: { in: spenders.map(fromHex) } },
    select: { txHash: true },
  })
  const hashes = new Set(known.map(({ txHash }) => toHex(txHash)))
  return spenders.filter((hash) => !hashes.has(hash))
}
