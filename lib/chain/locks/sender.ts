import { ccc } from "@ckb-ccc/core"
import { joyidLock } from "./joyid"
import { type UserLock, userLockOf } from "./known"
import { omnilock } from "./omnilock"
import { secp256k1Lock } from "./secp256k1"
import type { CosignerLock, SenderLock, Unsupported } from "./types"
import { zeroWitness } from "./witness"

const PAY_FROM = "Pay from a CKB wallet's ordinary address, an Ethereum or Bitcoin wallet's Omnilock address, or JoyID."

const REASONS: Partial<Record<UserLock, string>> = {
  [ccc.KnownScript.PWLock]:
    "Payments from a PW-lock address are not supported. Move the CKB to your wallet's Omnilock address first.",
  [ccc.KnownScript.NostrLock]: `Payments from a Nostr wallet are not supported. ${PAY_FROM}`,
  [ccc.KnownScript.AnyoneCanPay]: `Payments from an anyone-can-pay address are not supported. ${PAY_FROM}`,
  [ccc.KnownScript.Secp256k1Multisig]: `Payments from a multisig address are not supported. ${PAY_FROM}`,
  [ccc.KnownScript.Secp256k1MultisigV2]: `Payments from a multisig address are not supported. ${PAY_FROM}`,
  [ccc.KnownScript.OmniLock]:
    `Payments from this kind of Omnilock address are not supported: only plain Ethereum and Bitcoin ones. ${PAY_FROM}`,
  [ccc.KnownScript.JoyId]:
    `Payments from this kind of JoyID address are not supported: only those of a passkey with a P-256 key. ${PAY_FROM}`,
  [ccc.KnownScript.Secp256k1Blake160]: "This address is invalid: its lock must have 20 bytes of args.",
}

/**
 * How to check the signatures of a sender's lock. Only locks whose rules are wholly checked here count: otherwise the
 * platform could sign for a payment that its sender did not.
 *
 * @returns `kind: "unsupported"` with a reason for people when nobody's signature under this lock can be checked
 */
export async function senderLockFor(lock: ccc.Script, client: ccc.Client): Promise<SenderLock | Unsupported> {
  const name = await userLockOf(lock, client)
  if (name === undefined) {
    return unsupported(`Payments from this address are not supported: its lock is unknown on this network. ${PAY_FROM}`)
  }
  return supported(name, lock) ?? unsupported(REASONS[name] ?? PAY_FROM)
}

/** The witness to put at the co-signer's position before anybody signs: WitnessArgs with a zeroed lock field. */
export function placeholderWitness({ witnessLockSize }: CosignerLock): ccc.Hex {
  return witnessLockSize === 0 ? "0x" : zeroWitness(witnessLockSize)
}

function supported(name: UserLock, lock: ccc.Script): SenderLock | undefined {
  // Of the caller's script nothing may change after this: the verifier keeps it.
  const own = lock.clone()
  switch (name) {
    case ccc.KnownScript.Secp256k1Blake160:
      return ccc.bytesFrom(own.args).length === 20 ? secp256k1Lock(own) : undefined
    case ccc.KnownScript.OmniLock:
      return omnilock(own)
    case ccc.KnownScript.JoyId:
      return joyidLock(own)
    default:
      return undefined
  }
}

function unsupported(reason: string): Unsupported {
  return { kind: "unsupported", reason }
}
