import { ccc } from "@ckb-ccc/core"
import { addressPrefixOf, userLockOf } from "./known"
import { secp256k1Lock } from "./secp256k1"
import { senderLockFor } from "./sender"
import type { AnyoneCanPayLock, ReceiverLock, Unsupported } from "./types"

const PUBKEY_HASH_BYTES = 20

/**
 * How a cell of a receiver's lock takes part in a withdrawal: with its owner's signature, or, under anyone-can-pay, with
 * none.
 *
 * @returns `kind: "unsupported"` with a reason for people when money can reach this lock in a cell of its own only
 */
export async function receiverLockFor(lock: ccc.Script, client: ccc.Client): Promise<ReceiverLock | Unsupported> {
  if ((await userLockOf(lock, client)) !== ccc.KnownScript.AnyoneCanPay) return senderLockFor(lock, client)
  return anyoneCanPayLock(lock)
}

/** What every address under an anyone-can-pay lock of this chain begins with; undefined where the chain has none. */
export function anyoneCanPayPrefix(client: ccc.Client): Promise<string | undefined> {
  return addressPrefixOf(ccc.KnownScript.AnyoneCanPay, client)
}

/**
 * Anyone-can-pay (RFC 0026): whoever puts the cell back with more in it needs no signature of its owner. The byte behind the
 * hash of the owner's key, where there is one, is the exponent of the least that must come in.
 */
function anyoneCanPayLock({ codeHash, hashType, args }: ccc.Script): AnyoneCanPayLock {
  const bytes = ccc.bytesFrom(args)
  const exponent = bytes[PUBKEY_HASH_BYTES]
  const ofKey = ccc.Script.from({ codeHash, hashType, args: bytes.slice(0, PUBKEY_HASH_BYTES) })
  return {
    kind: "anyone-can-pay",
    knownScripts: [ccc.KnownScript.AnyoneCanPay],
    witnessLockSize: 0,
    leastGain: exponent === undefined ? 0n : 10n ** BigInt(exponent),
    // The hash of the owner's key, as in the ordinary lock.
    verifyMessage: secp256k1Lock(ofKey).verifyMessage,
    verify: (_tx, _position, witness) =>
      witness === "0x"
        ? { ok: true }
        : { ok: false, reason: "This address needs no signature: its witness stays empty." },
  }
}
