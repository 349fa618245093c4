import { blake2b } from "@noble/hashes/blake2.js"

export type Hex = `0x${string}`

export const ZERO_HASH: Hex = `0x${"00".repeat(32)}`
const PERSONALIZATION = new TextEncoder().encode("ckb-default-hash")

/** CKB's hash: blake2b-256 personalised with "ckb-default-hash" (RFC 0022). */
export function ckbHash(...parts: Uint8Array[]): Uint8Array {
  const hasher = blake2b.create({ dkLen: 32, personalization: PERSONALIZATION })
  for (const part of parts) hasher.update(part)
  return hasher.digest()
}

export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`
}

export function fromHex(hex: Hex): Uint8Array {
  return Buffer.from(hex.slice(2), "hex")
}

export function numToHex(value: number | bigint): Hex {
  return `0x${value.toString(16)}`
}

/** Little-endian bytes of an unsigned integer, as Molecule stores numbers. */
export function uintLe(value: number | bigint, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes)
  let rest = BigInt(value)
  for (let at = 0; at < bytes; at += 1) {
    out[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return out
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

/**
 * Root of a complete binary Merkle tree over 32-byte leaves (RFC 0006): nodes fill an array from the back, and each
 * parent is the hash of its two children.
 */
export function merkleRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return fromHex(ZERO_HASH)
  const nodes: Uint8Array[] = [...new Array<Uint8Array>(leaves.length - 1), ...leaves]
  for (let at = leaves.length - 2; at >= 0; at -= 1) {
    nodes[at] = ckbHash(nodes[2 * at + 1] as Uint8Array, nodes[2 * at + 2] as Uint8Array)
  }
  return nodes[0] as Uint8Array
}
