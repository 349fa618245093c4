import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import type { Shannons } from "@/lib/money"
import { ckbHash } from "./hash"

/**
 * What the platform says of itself at one block: what it owes, in how many pieces, and what it holds. docs/solvency.md
 * has the formats.
 */
export interface Manifest {
  genesisHash: Hex
  block: { number: bigint; hash: Hex }
  /** so many blocks later the next one is due */
  every: bigint
  platformLockHash: Hex
  owed: { total: Shannons; leaves: bigint; root: Hex; leavesHash: Hex }
  held: { total: Shannons; cells: bigint; cellsHash: Hex }
  /** the hash of the one before; null in the first */
  previous: Hex | null
  /** ISO 8601, in UTC */
  createdAt: string
}

/** What a manifest, and its anchor, begin with: the form, and its version. */
const FORM = "micro-pay solvency 1"

/** The text that is hashed and signed: it can be read, and made again in any language. */
export function manifestText(manifest: Manifest): string {
  const { block, owed, held } = manifest
  return [
    FORM,
    `chain ${manifest.genesisHash}`,
    `block ${block.number} ${block.hash}`,
    `every ${manifest.every}`,
    `platform ${manifest.platformLockHash}`,
    `owed ${owed.total} in ${owed.leaves} leaves ${owed.root} ${owed.leavesHash}`,
    `held ${held.total} in ${held.cells} cells ${held.cellsHash}`,
    `previous ${manifest.previous ?? "none"}`,
    `at ${manifest.createdAt}`,
  ].join("\n")
}

/** blake2b-256 of the text, with CKB's personalization (RFC 0022). */
export function manifestHash(manifest: Manifest): Hex {
  return hexOf(ckbHash(utf8ToBytes(manifestText(manifest))))
}

/**
 * The 32 bytes that the platform's key signs: those which a CKB wallet signs for this text as a message
 * (`messageHashCkbSecp256k1` of CCC). No transaction's message begins with these words: it begins with a hash.
 */
export function manifestMessage(manifest: Manifest): Uint8Array {
  return ckbHash(utf8ToBytes(`Nervos Message:${manifestText(manifest)}`))
}

const hexOf = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`

const ANCHOR = new RegExp(`^${FORM}\\n(\\d{1,19}) (0x[0-9a-f]{64})$`)

/** A manifest's hash as it stands on the chain: in a witness, beyond those of the inputs, that the platform signs. */
export function anchorWitness({ block, hash }: { block: bigint; hash: Hex }): Hex {
  return hexOf(utf8ToBytes(`${FORM}\n${block} ${hash}`))
}

/** @returns undefined for a witness that is no anchor */
export function readAnchor(witness: Hex): { block: bigint; hash: Hex } | undefined {
  // A reader of many witnesses decodes few of them.
  if (witness.length > 400 || !/^0x(?:[0-9a-f]{2})+$/.test(witness)) return undefined
  const text = new TextDecoder().decode(hexToBytes(witness.slice(2)))
  const [, block, hash] = ANCHOR.exec(text) ?? []
  return block && hash ? { block: BigInt(block), hash: hash as Hex } : undefined
}
