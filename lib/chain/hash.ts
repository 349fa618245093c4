import { blake2b } from "@noble/hashes/blake2.js"

const PERSONALIZATION = new TextEncoder().encode("ckb-default-hash")

/** CKB's hash: blake2b-256 personalised with "ckb-default-hash" (RFC 0022). */
export function ckbHash(...parts: Uint8Array[]): Uint8Array {
  const hasher = blake2b.create({ dkLen: 32, personalization: PERSONALIZATION })
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}

/**
 * Root of a complete binary Merkle tree over 32-byte leaves (RFC 0006): nodes fill an array from the back, and each
 * parent is the hash of its two children. No leaves: 32 zeros.
 */
export function merkleRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return new Uint8Array(32)
  const nodes: Uint8Array[] = [...new Array<Uint8Array>(leaves.length - 1), ...leaves]
  for (let at = leaves.length - 2; at >= 0; at -= 1) {
    nodes[at] = ckbHash(nodes[2 * at + 1] as Uint8Array, nodes[2 * at + 2] as Uint8Array)
  }
  return nodes[0] as Uint8Array
}
