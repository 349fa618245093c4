import { secp256k1 } from "@noble/curves/secp256k1.js"
import { ckbHash } from "../../lib/chain/hash"
import { type LockGroup, readLockField, ScriptExit, sighashAll } from "./sighash"

export const SIGNATURE_BYTES = 65
const ERROR_ARGUMENTS = -1
const ERROR_RECOVER = -11
const ERROR_ILLEGAL_RECOVERY_ID = -102
const ERROR_PUBKEY_HASH = -31

/**
 * The public key that made a recoverable signature.
 *
 * @param signature r, s and the recovery id, 65 bytes
 * @throws ScriptExit as the C library's checks end a script
 */
export function recoverPublicKey(message: Uint8Array, signature: Uint8Array, compressed: boolean): Uint8Array {
  const recovery = signature[64] ?? 255
  if (recovery > 3) throw new ScriptExit(ERROR_ILLEGAL_RECOVERY_ID)
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), "compact").addRecoveryBit(recovery)
    return parsed.recoverPublicKey(message).toBytes(compressed)
  } catch {
    throw new ScriptExit(ERROR_RECOVER)
  }
}

/** secp256k1_blake160_sighash_all (RFC 0024): the key behind the signature hashes to the lock's args. */
export function verifySecp256k1(group: LockGroup): void {
  if (group.args.length !== 20) throw new ScriptExit(ERROR_ARGUMENTS)
  const { witness, start, end } = readLockField(group)
  if (end - start !== SIGNATURE_BYTES) throw new ScriptExit(ERROR_ARGUMENTS)
  const publicKey = recoverPublicKey(sighashAll(group, witness, { start, end }), witness.subarray(start, end), true)
  if (Buffer.compare(ckbHash(publicKey).subarray(0, 20), group.args) !== 0) throw new ScriptExit(ERROR_PUBKEY_HASH)
}
