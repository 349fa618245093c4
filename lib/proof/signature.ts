import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { lockFieldOf, MalformedTransaction, type Script, type Transaction } from "@/lib/chain/decode"
import { ckbHash } from "@/lib/chain/hash"
import { recoverKey } from "@/lib/chain/locks/ecdsa"
import type { Hex } from "@/lib/hex"
import { SECP256K1_BLAKE160 } from "@/lib/review/address"

/** r, s and the recovery id */
const SIGNATURE_BYTES = 65
/** of a lock's args in hex: blake160 of the public key */
const ARGS_LENGTH = 42

/**
 * Finds the one input that the owner of an ordinary lock has signed for, by the signature itself (RFC 0024): which
 * locks the inputs have need not be known. The signature covers the transaction's hash and every witness beyond the
 * inputs. A lock that has signed for several inputs together is not found, as it covers their other witnesses too.
 *
 * @param hash the transaction's
 * @returns undefined when there is none, or when the lock is no secp256k1_blake160_sighash_all
 */
export function findSigned(tx: Transaction, hash: Hex, lock: Script): number | undefined {
  if (!isOrdinary(lock)) return undefined
  const witnesses = tx.witnesses.map((witness) => hexToBytes(witness.slice(2)))
  const extra = witnesses.slice(tx.inputs.length)
  const position = witnesses
    .slice(0, tx.inputs.length)
    .findIndex((witness) => signerOf(witness, hexToBytes(hash.slice(2)), extra) === lock.args)
  return position < 0 ? undefined : position
}

/** The args of the ordinary lock whose owner's signature is in a witness. */
function signerOf(witness: Uint8Array, hash: Uint8Array, extra: Uint8Array[]): Hex | undefined {
  const signature = takeSignature(witness)
  if (!signature) return undefined
  // It stands in its own place as zeros.
  const digest = ckbHash(hash, ...[witness, ...extra].flatMap((covered) => [length64(covered), covered]))
  return argsOfSigner(signature, digest)
}

/** A secp256k1_blake160_sighash_all: what most wallets, and the platform, have. */
function isOrdinary({ codeHash, hashType, args }: Script): boolean {
  return codeHash === SECP256K1_BLAKE160 && hashType === "type" && args.length === ARGS_LENGTH
}

/** Blake160 of the key that made a signature: r, s and the recovery id. */
function argsOfSigner(signature: Uint8Array, digest: Uint8Array): Hex | undefined {
  const key = recoverKey(signature.subarray(0, 64), signature[64] ?? -1, digest)
  return key && `0x${bytesToHex(ckbHash(key.compressed)).slice(0, ARGS_LENGTH - 2)}`
}

/**
 * Whether the owner of an ordinary lock has signed these 32 bytes.
 *
 * @param signature 65 bytes: r, s and the recovery id
 */
export function hasSigned(lock: Script, signature: Uint8Array, digest: Uint8Array): boolean {
  return isOrdinary(lock) && argsOfSigner(signature, digest) === lock.args
}

/** Cuts the signature out of a witness, and leaves zeros. */
function takeSignature(witness: Uint8Array): Uint8Array | undefined {
  try {
    const field = lockFieldOf(witness)
    if (field.length !== SIGNATURE_BYTES) return undefined
    const signature = field.slice()
    field.fill(0)
    return signature
  } catch (error) {
    if (error instanceof MalformedTransaction) return undefined
    throw error
  }
}

/** Little-endian. */
function length64({ length }: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setUint32(0, length, true)
  return bytes
}
