import type { Context } from "@/lib/context"
import { type Hex, toHex } from "@/lib/hex"
import { snapshotAt } from "@/lib/solvency/snapshot"
import type { Books } from "./books"
import type { ChainView } from "./chain-scan"

/** How far below the newest final block proofs of solvency are looked at. */
const DEPTHS = [0n, 1n, 4n]

/**
 * I9: a proof of solvency of any final block, made now, says what the node's blocks up to it say: what payments in them
 * give each party, less what payouts in them have paid, and which cells were live then.
 *
 * @returns what differs, each in a sentence
 */
export async function proofsSayWhatTheChainSays(ctx: Context, books: Books, view: ChainView): Promise<string[]> {
  const found: string[] = []
  const final = view.tip - BigInt(ctx.config.confirmations) + 1n
  for (const depth of DEPTHS) {
    const block = final - depth
    const snapshot = block > books.firstBlock ? await snapshotAt(ctx, block) : undefined
    if (!snapshot) continue
    const owed = owedByBlocks(books, view, block)
    for (const { lockHash, amount } of snapshot.owed) {
      const expected = owed.get(toHex(lockHash)) ?? 0n
      if (expected !== amount)
        found.push(`I9: at ${block} ${toHex(lockHash)} is owed ${expected}, the proof says ${amount}`)
      owed.delete(toHex(lockHash))
    }
    for (const [lockHash, amount] of owed)
      if (amount !== 0n) found.push(`I9: at ${block} ${lockHash} is owed ${amount}, and the proof does not have it`)
    const cells = new Map(snapshot.cells.map(({ txHash, index, capacity }) => [`${txHash}:${index}`, capacity]))
    for (const [key, capacity] of liveByBlocks(ctx, view, block)) {
      if (cells.get(key) !== capacity) found.push(`I9: at ${block} cell ${key} of ${capacity} is not in the proof`)
      cells.delete(key)
    }
    // Those from before the first block that is followed are not looked at here.
    for (const key of cells.keys())
      if ((view.spenders.get(key)?.block ?? block + 1n) <= block)
        found.push(`I9: at ${block} cell ${key} was spent, and is in the proof`)
  }
  return found
}

function owedByBlocks({ payments, settlements }: Books, view: ChainView, block: bigint): Map<Hex, bigint> {
  const isIn = (hash: Uint8Array) => (view.transactions.get(toHex(hash))?.block ?? block + 1n) <= block
  const paid = new Set(settlements.filter(({ txHash }) => isIn(txHash)).map(({ id }) => id))
  const owed = new Map<Hex, bigint>()
  for (const payment of payments)
    for (const entry of payment.entries) {
      if (entry.kind === "fee" || entry.status === "reversed" || entry.status === "void") continue
      const isLoss = payment.status === "failed"
      if (!(isLoss || isIn(payment.txHash)) || (entry.settlementId !== null && paid.has(entry.settlementId))) continue
      const lockHash = toHex(entry.lockHash)
      owed.set(lockHash, (owed.get(lockHash) ?? 0n) + entry.amount)
    }
  return owed
}

function liveByBlocks(ctx: Context, view: ChainView, block: bigint): Map<string, bigint> {
  const isAfter = (number: bigint | undefined) => number === undefined || number > block
  const live = new Map<string, bigint>()
  for (const [hash, { block: madeIn, outputs }] of view.transactions)
    for (const [index, { lockHash, capacity, isPlain }] of outputs.entries()) {
      const key = `${hash}:${index}`
      const isOurs = isPlain && lockHash === ctx.chain.platform.lockHash
      if (isOurs && !isAfter(madeIn) && isAfter(view.spenders.get(key)?.block)) live.set(key, capacity)
    }
  return live
}
