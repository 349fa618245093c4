import { ccc } from "@ckb-ccc/core"
import { bytesOfHex, recoverKey, WRONG_SIGNATURE } from "./ecdsa"
import type { Lock, SenderLock } from "./types"
import { verifyWitness } from "./witness"

const SIGNATURE_BYTES = 65
/** blake160 of a public key */
const ARGS_BYTES = 20

export const secp256k1: Lock = {
  name: "secp256k1",
  isPossible: ({ length }) => length === ARGS_BYTES,
  sender: (lock) => (ccc.bytesFrom(lock.args).length === ARGS_BYTES ? secp256k1Lock(lock) : undefined),
  reason: "This address is invalid: its lock must have 20 bytes of args.",
  unsigned: null,
}

/**
 * secp256k1_blake160_sighash_all, the default lock: args are the first 20 bytes of blake2b(compressed public key), the
 * witness lock is r, s and the recovery id. Source: RFC 0024, ckb-system-scripts secp256k1_blake160_sighash_all.c.
 *
 * @param lock with 20 bytes of args
 */
export function secp256k1Lock(lock: ccc.Script): SenderLock {
  return {
    kind: "secp256k1",
    knownScripts: [ccc.KnownScript.Secp256k1Blake160],
    witnessLockSize: SIGNATURE_BYTES,
    verify: (tx, position, witness) =>
      verifyWitness(
        lock,
        {
          placeholderSize: SIGNATURE_BYTES,
          messageSize: SIGNATURE_BYTES,
          refuse: (signature, message) => (signs(lock.args, signature, message) ? undefined : WRONG_SIGNATURE),
        },
        tx,
        position,
        witness,
      ),
    verifyMessage: (text, { signature }) => {
      const bytes = bytesOfHex(signature)
      return bytes !== undefined && signs(lock.args, bytes, messageHash(text))
    },
  }
}

/**
 * Nervos' message signing, as in CCC's `messageHashCkbSecp256k1`, Neuron and ckb-cli: a prefix that no sighash begins
 * with.
 */
function messageHash(text: string): ccc.Hex {
  return ccc.hashCkb(new TextEncoder().encode(`Nervos Message:${text}`))
}

function signs(args: ccc.Hex, signature: Uint8Array, message: ccc.Hex): boolean {
  const recovery = signature[64]
  if (signature.length !== SIGNATURE_BYTES || recovery === undefined) return false
  const key = recoverKey(signature.subarray(0, 64), recovery, ccc.bytesFrom(message))
  return key !== undefined && ccc.hashCkb(key.compressed).slice(0, 42) === args
}
