/**
 * The locks of people's wallets and vaults, each with its scripts as CCC's `KnownScript` calls them. Locks without an
 * owner are not here. This file imports nothing: the server's rules (`lib/chain/locks`) and the pages' wallets
 * (`components/wallet`) both spell locks as it does.
 */
export const LOCK_SCRIPTS = {
  secp256k1: ["Secp256k1Blake160"],
  omnilock: ["OmniLock"],
  joyid: ["JoyId"],
  "anyone-can-pay": ["AnyoneCanPay"],
  multisig: ["Secp256k1Multisig", "Secp256k1MultisigV2"],
  "pw-lock": ["PWLock"],
  nostr: ["NostrLock"],
} as const

export type LockKind = keyof typeof LOCK_SCRIPTS

export const LOCK_KINDS = Object.keys(LOCK_SCRIPTS) as LockKind[]

/** The Omnilocks (RFC 0042) whose owners can pay, each by the auth flag that its args begin with. */
export const OMNILOCK_FLAGS = {
  "omnilock-evm": 0x12,
  "omnilock-evm-legacy": 0x01,
  "omnilock-btc": 0x04,
} as const

export type OmnilockKind = keyof typeof OMNILOCK_FLAGS

const OMNILOCK_KINDS = Object.keys(OMNILOCK_FLAGS) as OmnilockKind[]

/** Which of the Omnilocks that can pay has this auth flag; undefined for another identity. */
export function omnilockKindOf(flag: number | undefined): OmnilockKind | undefined {
  return OMNILOCK_KINDS.find((kind) => OMNILOCK_FLAGS[kind] === flag)
}
