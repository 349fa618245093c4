import { type Script, scriptHash } from "@/lib/chain/decode"
import type { Hex } from "@/lib/hex"
import { lockOfAddress } from "@/lib/review/address"

/** The one whose own account is looked at. */
export interface Owner {
  address: string
  lock: Script
  lockHash: Hex
}

/** @throws TypeError for what is no CKB address */
export function ownerOf(address: string): Owner {
  const lock = lockOfAddress(address)
  return { address, lock, lockHash: scriptHash(lock) }
}
