/** So often an epoch may be left out. */
const EPOCHS = 3n
/** Its block has to be buried before it is made, and somebody's clock may be slow. */
const MARGIN = 100n
/** Whoever says that they will renew it less often has not said that they will renew it. */
const MOST_BLOCKS_APART = 10_000n

/** An epoch's block, and how many blocks later the next one is due. */
interface Due {
  block: bigint
  every: bigint
}

/** Whether the newest epoch says nothing of today any more. */
export function isStale({ block, every }: Due, tip: bigint): boolean {
  const apart = every < MOST_BLOCKS_APART ? every : MOST_BLOCKS_APART
  return tip > block + EPOCHS * apart + MARGIN
}
