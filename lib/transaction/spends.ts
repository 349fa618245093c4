import type { OutPoint } from "@/lib/chain/cells"

/**
 * Bytes of an out point in a block's list of spends: the beginning of its transaction's hash, and the end of its index.
 */
const HASH_BYTES = 6
const INDEX_BYTES = 2
const BYTES = HASH_BYTES + INDEX_BYTES

/**
 * What a block spends, in few bytes, for the column `block.spends`, and what the database's `chain_standing` looks for
 * in it. Two out points may look the same in it. A live cell then seems spent, and the node is asked again.
 */
export function packSpends(outPoints: OutPoint[]): Uint8Array<ArrayBuffer> {
  const packed = Buffer.alloc(outPoints.length * BYTES)
  for (const [i, { txHash, index }] of outPoints.entries()) {
    packed.write(txHash.slice(2, 2 + 2 * HASH_BYTES), i * BYTES, "hex")
    packed.writeUInt16LE(index & 0xffff, i * BYTES + HASH_BYTES)
  }
  return Uint8Array.from(packed)
}
