/** A point in an epoch: `number + index / length` (RFC 0017). */
export interface Epoch {
  number: bigint
  index: bigint
  length: bigint
}

/** @param packed as headers, `since` and `cellbase_maturity` have it: 16 bits of length, 16 of index, 24 of number */
export function unpackEpoch(packed: bigint): Epoch {
  return { number: packed & 0xffffffn, index: (packed >> 24n) & 0xffffn, length: (packed >> 40n) & 0xffffn }
}

/** The genesis has none, and counts as a whole. */
const lengthOf = (epoch: Epoch) => (epoch.length === 0n ? 1n : epoch.length)

export function epochBefore(left: Epoch, right: Epoch): boolean {
  const a = (left.number * lengthOf(left) + left.index) * lengthOf(right)
  const b = (right.number * lengthOf(right) + right.index) * lengthOf(left)
  return a < b
}

export function addEpochs(left: Epoch, right: Epoch): Epoch {
  const length = lengthOf(left) * lengthOf(right)
  const index = left.index * lengthOf(right) + right.index * lengthOf(left)
  return { number: left.number + right.number + index / length, index: index % length, length }
}

/** Parts of an epoch in which the database counts: finer than a block of the longest epochs, also after an addition. */
const PARTS = 1n << 24n

/**
 * The epoch in whole parts, for comparing in SQL: now rounds down and a deadline up, so that a deadline is never
 * early.
 */
export function epochParts(epoch: Epoch, round: "down" | "up"): bigint {
  const parts = (epoch.number * lengthOf(epoch) + epoch.index) * PARTS
  return round === "down" ? parts / lengthOf(epoch) : (parts + lengthOf(epoch) - 1n) / lengthOf(epoch)
}
