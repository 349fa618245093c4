import type { Manifest } from "@/lib/chain/manifest"

/** An epoch is due so often; then its block has to be buried, and somebody's clock may be slow. */
const EPOCHS = 3n
const MARGIN = 100n
/** Whoever says that they will renew it less often has not said that they will renew it. */
const MOST_BLOCKS_APART = 10_000n

/** The block by which a newer manifest should have come. */
export function staleAfter({ block, every }: Pick<Manifest, "block" | "every">): bigint {
  return block.number + EPOCHS * (every < MOST_BLOCKS_APART ? every : MOST_BLOCKS_APART) + MARGIN
}
