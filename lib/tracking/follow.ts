import { type ChainBlock, nextBlock } from "@/lib/chain/blocks"
import { proveBranch } from "@/lib/chain/branch"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { currentTip, type Tip } from "@/lib/transaction/tip"
import { applyBlock } from "./apply-block"
import { finalHeight } from "./final"
import { rollBackBlock } from "./roll-back-block"
import { startFollowing } from "./start"

/** No reorganisation is deeper: on a chain with proof of work, a person decides about one that claims to be. */
const DEEPEST_BRANCH = 500

/** A call returns after this many blocks, so that a caller far behind can report and stop. */
const BATCH = 200

/**
 * Takes in what the chain has done since the last call: the blocks that left it, the newest first, then those that
 * came. Each is one database transaction that begins with the block's own row, so two followers cannot book one block
 * twice.
 *
 * @throws ChainError when the node does not answer; what was taken in until then stays
 */
export async function followChain(ctx: Context): Promise<{ blocks: number }> {
  let blocks = 0
  while (blocks < BATCH) {
    const tip = await currentTip(ctx)
    if (!tip) {
      await startFollowing(ctx)
      blocks++
      continue
    }
    const { canonical, block } = await nextBlock(ctx.chain, tip)
    if (!canonical) {
      await proveBranch(ctx.chain, await newestBlocks(ctx))
      ctx.log.warn({ number: Number(tip.number), hash: tip.hash }, "a block left the chain, rolling it back")
      await rollBackBlock(ctx, tip)
    } else if (block) {
      await applyBlock(ctx, block, await finalHeight(ctx, block))
      logActivity(ctx, block)
    } else {
      break
    }
    blocks++
  }
  return { blocks }
}

/**
 * Follows the chain to its tip, however many calls that takes.
 *
 * @throws ChainError when the node does not answer; what was taken in until then stays
 */
export async function catchUp(ctx: Context): Promise<void> {
  while ((await followChain(ctx)).blocks > 0);
}

async function newestBlocks({ db }: Context): Promise<Tip[]> {
  const rows = await db.block.findMany({ orderBy: { number: "desc" }, take: DEEPEST_BRANCH })
  return rows.map(({ number, hash }) => ({ number, hash: toHex(hash) }))
}

function logActivity(ctx: Context, block: ChainBlock): void {
  if (block.transactions.length > 1)
    ctx.log.debug({ number: Number(block.number), transactions: block.transactions.length }, "block")
}
