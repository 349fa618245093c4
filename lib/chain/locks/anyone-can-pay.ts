import { ccc } from "@ckb-ccc/core"
import { PAY_FROM } from "./pay-from"
import { secp256k1Lock } from "./secp256k1"
import type { AnyoneCanPayLock, Lock } from "./types"

const PUBKEY_HASH_BYTES = 20

/** Anyone-can-pay (RFC 0026): its cell takes money without a signature, and nobody pays from it. */
export const anyoneCanPay: Lock = {
  name: "anyone-can-pay",
  // blake160 of a public key, then perhaps one byte of CKB minimum, then perhaps one of UDT minimum
  isPossible: ({ length }) => length >= PUBKEY_HASH_BYTES && length <= PUBKEY_HASH_BYTES + 2,
  sender: null,
  reason: `Payments from an anyone-can-pay address are not supported. ${PAY_FROM}`,
  unsigned: anyoneCanPayLock,
}

/**
 * Whoever puts the cell back with more in it needs no signature of its owner. The byte behind the hash of the owner's
 * key, where there is one, is the exponent of the least that must come in.
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
