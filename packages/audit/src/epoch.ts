import { hexToBytes } from "@noble/hashes/utils.js"
import { type Script, scriptHash } from "@/lib/chain/decode"
import { type Manifest, manifestHash, manifestMessage } from "@/lib/chain/manifest"
import type { Hex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { hasSigned } from "@/lib/proof/signature"
import { lockOfAddress } from "@/lib/review/address"
import type { Findings } from "./faults"
import type { ShownEpoch } from "./shapes"
import type { EpochJson } from "./types"

/** A manifest as the platform shows it, and what else it says of this epoch. */
export interface Epoch {
  manifest: Manifest
  hash: Hex
  lock: Script
  files: boolean
  anchor: ShownEpoch["anchor"]
  /** as it was shown, with its signature */
  shown: EpochJson
}

/**
 * Reads a manifest, and checks what it says of itself: its hash, and that the platform's lock has signed it.
 *
 * @returns undefined when it is not signed by any lock that can be read: nothing that it says is the platform's word
 */
export function readEpoch(json: ShownEpoch, findings: Findings): Epoch | undefined {
  const manifest = manifestOf(json)
  const shown = epochJson(json)
  const blame = { block: manifest.block.number, shown }
  const hash = manifestHash(manifest)
  if (hash !== json.hash) findings.fault("MANIFEST_CHANGED", { ...blame, expected: hash, found: json.hash })
  const lock = lockOf(json.platform_address)
  if (!lock || scriptHash(lock) !== json.platform_lock_hash) {
    findings.fault("PLATFORM_LOCK_DIFFERS", blame)
    return undefined
  }
  if (!hasSigned(lock, hexToBytes(json.signature.slice(2)), manifestMessage(manifest))) {
    findings.fault("MANIFEST_UNSIGNED", blame)
    return undefined
  }
  return { manifest, hash, lock, files: json.files, anchor: json.anchor, shown }
}

export function manifestOf(json: ShownEpoch): Manifest {
  return {
    genesisHash: json.genesis_hash,
    block: { number: BigInt(json.block_number), hash: json.block_hash },
    every: BigInt(json.every),
    platformLockHash: json.platform_lock_hash,
    owed: {
      total: shannons(json.owed),
      leaves: BigInt(json.leaves),
      root: json.root,
      leavesHash: json.leaves_hash,
    },
    held: { total: shannons(json.held), cells: BigInt(json.cells), cellsHash: json.cells_hash },
    previous: json.previous,
    createdAt: json.created_at,
  }
}

const epochJson = (json: ShownEpoch): EpochJson => ({ ...json, owed: `${json.owed}`, held: `${json.held}` })

function lockOf(address: string): Script | undefined {
  try {
    return lockOfAddress(address)
  } catch {
    return undefined
  }
}
