import { keccak_256 } from "@noble/hashes/sha3.js"
import { concat } from "../../lib/chain/molecule"
import { toHex } from "../hash"
import { recoverPublicKey, SIGNATURE_BYTES } from "./secp256k1"
import { type LockGroup, readLockField, ScriptExit, sighashAll, tableFields } from "./sighash"

/** Auth flags of RFC 0042: an Ethereum wallet that signs the raw hash, and one that is shown a readable text. */
const FLAG_ETHEREUM = 0x01
const FLAG_ETHEREUM_DISPLAYING = 0x12
/** Flag, 20 bytes of identity, Omnilock flags. */
const ARGS_BYTES = 22
const ERROR_ARGUMENTS = -1
const ERROR_ENCODING = -2
const ERROR_PUBKEY_HASH = -31
const ERROR_UNSUPPORTED = -32

const utf8 = (text: string) => new TextEncoder().encode(text)

/** EIP-191 "personal message" digest. */
function personalMessageHash(message: Uint8Array): Uint8Array {
  return keccak_256(concat(utf8(`\u0019Ethereum Signed Message:\n${message.length}`), message))
}

/** The signature inside an OmniLockWitnessLock table: signature, identity, preimage, the last two empty. */
function readSignature(field: Buffer): Buffer {
  const fields = tableFields(field, 3)
  const signature = fields?.[0]
  if (fields === null || signature === undefined || signature.end - signature.start < 4)
    throw new ScriptExit(ERROR_ENCODING)
  if (fields.slice(1).some(({ start, end }) => start !== end)) throw new ScriptExit(ERROR_UNSUPPORTED)
  const bytes = field.subarray(signature.start + 4, signature.end)
  if (field.readUInt32LE(signature.start) !== bytes.length) throw new ScriptExit(ERROR_ENCODING)
  return bytes
}

/**
 * Omnilock (RFC 0042) for Ethereum wallets without administrator, anyone-can-pay, time lock or supply modes: the
 * address behind the signature is the one in the args. Other identities are refused, not waved through.
 */
export function verifyOmnilock(group: LockGroup): void {
  const flag = group.args[0]
  if (group.args.length !== ARGS_BYTES) throw new ScriptExit(ERROR_ARGUMENTS)
  if (group.args[ARGS_BYTES - 1] !== 0 || (flag !== FLAG_ETHEREUM && flag !== FLAG_ETHEREUM_DISPLAYING)) {
    throw new ScriptExit(ERROR_UNSUPPORTED)
  }
  const { witness, start, end } = readLockField(group)
  const signature = readSignature(Buffer.from(witness.subarray(start, end)))
  if (signature.length !== SIGNATURE_BYTES) throw new ScriptExit(ERROR_ARGUMENTS)
  const sighash = sighashAll(group, witness, { start, end })
  const message = flag === FLAG_ETHEREUM ? sighash : utf8(`CKB transaction: ${toHex(sighash)}`)
  const publicKey = recoverPublicKey(personalMessageHash(message), signature, false)
  const address = keccak_256(publicKey.subarray(1)).subarray(12)
  if (Buffer.compare(address, group.args.subarray(1, 21)) !== 0) throw new ScriptExit(ERROR_PUBKEY_HASH)
}
