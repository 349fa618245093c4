import { createHmac, hash, randomFillSync, randomInt } from "node:crypto"
import { ID_BYTES, LEAF_BYTES, leavesFor, pieceId, type Sha256 } from "@/lib/proof/liabilities"
import type { OwedTo } from "./snapshot"

export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer")

/**
 * Makes the salts of a lock's pieces. Who does not know the secret cannot tell whose a piece is; who was given some of
 * these salts can make no others.
 */
export function saltsOf(secret: Uint8Array, lockHash: Uint8Array): (piece: number) => Uint8Array {
  const input = Buffer.alloc(36)
  createHmac("sha256", secret).update(lockHash).digest().copy(input)
  return (piece) => {
    input.writeUInt32BE(piece, 32)
    return sha256(input)
  }
}

/**
 * Divides what is owed into pieces, at random, and puts them in the order of their ids: neither how many receivers
 * there are, nor what one of them is owed, can be read from the file.
 *
 * @param owed to each lock, none twice; shannons above zero
 * @param secret of this epoch alone: 32 random bytes
 * @returns after every few thousand pieces `undefined`, so that a caller can do something else; in the end the file
 */
export function* divideIntoLeaves(
  owed: readonly OwedTo[],
  secret: Uint8Array,
): Generator<undefined, Uint8Array<ArrayBuffer>> {
  const leaves = leavesFor(owed.length)
  const file = new Uint8Array(leaves * LEAF_BYTES)
  const view = new DataView(file.buffer)
  let at = 0
  // Of nobody, and of nothing: what is owed to no one has leaves too.
  const parties = owed.length > 0 ? owed : [{ lockHash: new Uint8Array(32), amount: 0n }]
  for (const [i, { lockHash, amount }] of parties.entries()) {
    const saltOf = saltsOf(secret, lockHash)
    for (const [piece, part] of cut(amount, howManyPieces(leaves - at, parties.length - i)).entries()) {
      file.set(pieceId(sha256, lockHash, piece, saltOf(piece)), at * LEAF_BYTES)
      view.setBigUint64(at * LEAF_BYTES + ID_BYTES, part)
      at++
      if (at % 2_048 === 0) yield
    }
  }
  return yield* inOrder(file, leaves)
}

/** At random around what is left for each; the last takes what is left. */
function howManyPieces(left: number, parties: number): number {
  if (parties === 1) return left
  const each = Math.floor(left / parties)
  const most = Math.min(2 * each - 1, left - (parties - 1))
  return Math.min(2 + randomInt(Math.max(1, most - 1)), most)
}

/** Cuts at random places. Every part has a shannon, when there are enough. */
function cut(amount: bigint, parts: number): bigint[] {
  const least = amount >= BigInt(parts) ? 1n : 0n
  const rest = amount - least * BigInt(parts)
  // 64 random bits of a range below 2^63: no place is visibly likelier than another.
  const places = BigUint64Array.from({ length: parts - 1 }, () => (random64() * (rest + 1n)) >> 64n).sort()
  let before = 0n
  return Array.from({ length: parts }, (_, i) => {
    const place = places[i] ?? rest
    const part = place - before + least
    before = place
    return part
  })
}

const pool = new BigUint64Array(1_024)
let used = pool.length

/** Drawn many at a time: for each alone the call costs more than the bits. */
function random64(): bigint {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return pool[used++] as bigint
}

const INDEX_BITS = 24n

/** Sorts by the first bytes of the ids, packed with their places into numbers; then what these leave equal. */
function* inOrder(file: Uint8Array, leaves: number): Generator<undefined, Uint8Array<ArrayBuffer>> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const keys = new BigUint64Array(leaves)
  for (let i = 0; i < leaves; i++) {
    keys[i] = ((view.getBigUint64(i * LEAF_BYTES) >> INDEX_BITS) << INDEX_BITS) | BigInt(i)
    if (i % 16_384 === 16_383) yield
  }
  keys.sort()
  yield
  const placeOf = (key: bigint) => Number(key & ((1n << INDEX_BITS) - 1n)) * LEAF_BYTES
  const record = (key: bigint) => file.subarray(placeOf(key), placeOf(key) + LEAF_BYTES)
  const sorted = new Uint8Array(file.length)
  for (let i = 0; i < leaves; i++) {
    // 40 bits that are the same are rare, and then stand beside each other.
    let to = i
    const inserted = record(keys[i] as bigint)
    while (to > 0 && Buffer.compare(sorted.subarray((to - 1) * LEAF_BYTES, to * LEAF_BYTES), inserted) > 0) to--
    sorted.copyWithin((to + 1) * LEAF_BYTES, to * LEAF_BYTES, i * LEAF_BYTES)
    sorted.set(inserted, to * LEAF_BYTES)
    if (i % 16_384 === 16_383) yield
  }
  return sorted
}
