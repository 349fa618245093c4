import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"

// What is owed at a block, as a list of pieces that anybody may add up; whose they are only those know who were given
// their salts. docs/solvency.md has the formats.

/** SHA-256: of Node on the server, of @noble/hashes in browsers. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** A piece's id and amount. */
export const LEAF_BYTES = 40
export const ID_BYTES = 32
/** Below it every sum of the tree stays, so that none can overflow: more shannons than there will be for decades. */
export const SUM_LIMIT = 1n << 63n

const FEWEST_LEAVES = 64
/** At least so many leaves for each receiver. */
const LEAVES_EACH = 2

/**
 * How many leaves hide how many receivers: a power of four, so that it is the same for numbers that differ by a factor
 * of four.
 */
export function leavesFor(receivers: number): number {
  let leaves = FEWEST_LEAVES
  while (leaves < LEAVES_EACH * receivers) leaves *= 4
  return leaves
}

/** The most receivers that so many leaves can be of; without knowing more, there may be a quarter of them or fewer. */
export function mostReceivers(leaves: number): number {
  return leaves / LEAVES_EACH
}

const tagged = (tag: string) => utf8ToBytes(`micro-pay ${tag} 1`)
const PIECE = tagged("piece")
const LEAF = tagged("leaf")
const NODE = tagged("node")

/**
 * The id of a piece. It binds the lock and the piece's number: no piece can be shown to two, or to one twice.
 *
 * @param piece 0, 1, 2 … of this lock
 */
export function pieceId(sha256: Sha256, lockHash: Uint8Array, piece: number, salt: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PIECE.length + 68)
  bytes.set(PIECE)
  bytes.set(salt, PIECE.length)
  bytes.set(lockHash, PIECE.length + 32)
  new DataView(bytes.buffer).setUint32(PIECE.length + 64, piece)
  return sha256(bytes)
}

/** At which block, of which chain. Leaves of another epoch have other hashes. */
export interface LeafContext {
  genesisHash: Uint8Array
  block: bigint
}

/** What is wrong with a file of leaves. */
export type LeavesFault = "not a power of four" | "not in order" | "sum too large"

/**
 * Computes the root over a file of leaves: each 32 bytes of id and 8 of amount, in shannons, big-endian, in the order
 * of their ids, none twice. A parent hashes both children with both of their sums, so that no sum beside a path can be
 * chosen (Hu, Zhang, Guo: eprint 2018/1139); leaves and nodes have different tags.
 *
 * @returns after every few thousand hashes `undefined`, so that a caller can do something else; in the end the root and
 *   the sum
 */
export function* addUp(
  sha256: Sha256,
  { genesisHash, block }: LeafContext,
  file: Uint8Array,
): Generator<undefined, { root: Uint8Array; total: bigint } | { fault: LeavesFault }> {
  const count = file.length / LEAF_BYTES
  if (!isCount(count)) return { fault: "not a power of four" }
  if (!isSorted(file, LEAF_BYTES, ID_BYTES)) return { fault: "not in order" }
  let hashes = new Uint8Array(count * 32)
  let sums = new BigUint64Array(count)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const leaf = new Uint8Array(LEAF.length + 40 + LEAF_BYTES)
  leaf.set(LEAF)
  leaf.set(genesisHash, LEAF.length)
  new DataView(leaf.buffer).setBigUint64(LEAF.length + 32, block)
  for (let i = 0; i < count; i++) {
    leaf.set(file.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES), LEAF.length + 40)
    hashes.set(sha256(leaf), i * 32)
    sums[i] = view.getBigUint64(i * LEAF_BYTES + ID_BYTES)
    if ((sums[i] as bigint) >= SUM_LIMIT) return { fault: "sum too large" }
    if (i % 2_048 === 2_047) yield
  }
  const node = new Uint8Array(NODE.length + 80)
  node.set(NODE)
  const nodeView = new DataView(node.buffer, NODE.length)
  for (let width = count / 2; width >= 1; width /= 2) {
    const [above, sumsAbove] = [new Uint8Array(width * 32), new BigUint64Array(width)]
    for (let i = 0; i < width; i++) {
      const [left, right] = [sums[2 * i] as bigint, sums[2 * i + 1] as bigint]
      if (left + right >= SUM_LIMIT) return { fault: "sum too large" }
      node.set(hashes.subarray(64 * i, 64 * i + 32), NODE.length)
      nodeView.setBigUint64(32, left)
      node.set(hashes.subarray(64 * i + 32, 64 * i + 64), NODE.length + 40)
      nodeView.setBigUint64(72, right)
      above.set(sha256(node), i * 32)
      sumsAbove[i] = left + right
      if (i % 2_048 === 2_047) yield
    }
    hashes = above
    sums = sumsAbove
  }
  return { root: hashes, total: sums[0] as bigint }
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= FEWEST_LEAVES && Number.isInteger(Math.log2(count) / 2)
}

/** Whether records of a file rise by their first bytes, none of them twice. */
export function isSorted(file: Uint8Array, recordBytes: number, keyBytes: number): boolean {
  for (let at = recordBytes; at < file.length; at += recordBytes)
    if (compareAt(file, at - recordBytes, file, at, keyBytes) >= 0) return false
  return true
}

function compareAt(a: Uint8Array, atA: number, b: Uint8Array, atB: number, bytes: number): number {
  for (let i = 0; i < bytes; i++) {
    const difference = (a[atA + i] as number) - (b[atB + i] as number)
    if (difference !== 0) return difference
  }
  return 0
}

/** Finds a piece among the leaves by halving. @returns its amount in shannons; undefined when it is not there */
export function findPiece(file: Uint8Array, id: Uint8Array): bigint | undefined {
  let [low, high] = [0, file.length / LEAF_BYTES]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compareAt(file, middle * LEAF_BYTES, id, 0, ID_BYTES)
    if (order === 0) return new DataView(file.buffer, file.byteOffset).getBigUint64(middle * LEAF_BYTES + ID_BYTES)
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** One record of the file. */
export function leafBytes(id: Uint8Array, amount: bigint): Uint8Array {
  const bytes = concatBytes(id, new Uint8Array(8))
  new DataView(bytes.buffer).setBigUint64(ID_BYTES, amount)
  return bytes
}
