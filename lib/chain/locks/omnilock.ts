import { ccc } from "@ckb-ccc/core"
import { ripemd160 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { type OmnilockKind, omnilockKindOf } from "@/lib/lock-kinds"
import { bytesOfHex, type RecoveredKey, recoverKey, WRONG_SIGNATURE } from "./ecdsa"
import { PAY_FROM } from "./pay-from"
import { isSince } from "./since"
import type { Lock, SenderLock } from "./types"
import { verifyWitness } from "./witness"

/**
 * OmniLockWitnessLock (RFC 0042) with a 65-byte signature and nothing else: a Molecule table of three optional fields,
 * 85 bytes in all, which these 20 bytes begin.
 */
const HEADER = "0x5500000010000000550000005500000041000000"
const HEADER_BYTES = 20
const SIGNATURE_BYTES = 65
const LOCK_BYTES = HEADER_BYTES + SIGNATURE_BYTES

/** Auth flags of RFC 0042 with 20 bytes each; a script that does not know the flag can never be unlocked. */
const AUTH_FLAGS = new Set([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x12, 0xfc, 0xfd, 0xfe])
const ADMINISTRATOR = 0b0001
const ANYONE_CAN_PAY = 0b0010
const TIME_LOCK = 0b0100
const SUPPLY = 0b1000

export const omnilock: Lock = {
  name: "Omnilock",
  isPossible,
  sender: omnilockOfWallet,
  reason: `Payments from this kind of Omnilock address are not supported: only plain Ethereum and Bitcoin ones. ${PAY_FROM}`,
  unsigned: null,
}

/** RFC 0042: auth flag, 20 bytes, mode flags, then exactly the fields of those modes in the order of their bits. */
function isPossible(args: Uint8Array): boolean {
  const [auth, modes] = [args[0], args[21]]
  if (auth === undefined || modes === undefined) return false
  if (!AUTH_FLAGS.has(auth) || modes > (ADMINISTRATOR | ANYONE_CAN_PAY | TIME_LOCK | SUPPLY)) return false
  let length = 22
  if (modes & ADMINISTRATOR) length += 32
  if (modes & ANYONE_CAN_PAY) length += 2
  const since = length
  if (modes & TIME_LOCK) length += 8
  if (modes & SUPPLY) length += 32
  if (args.length !== length) return false
  return !(modes & TIME_LOCK) || isSince(args.subarray(since, since + 8))
}

/** How one kind of Omnilock identity signs. */
interface Identity {
  /** Whether `signature` signs `message` for the 20 bytes `id`; source: cryptape/omnilock, c/ckb_identity.h */
  signs: (signature: Uint8Array, message: ccc.Hex, id: ccc.Hex) => boolean
  /** Whether a wallet's signature is one of `text` by the owner of the 20 bytes `id` */
  signsText: (signature: string, text: string, id: ccc.Hex) => boolean
}

const IDENTITIES: Record<OmnilockKind, Identity> = {
  "omnilock-evm": {
    // The wallet shows this text: `convert_eth_message_displaying`
    signs: (signature, message, id) => signsEvm(signature, new TextEncoder().encode(`CKB transaction: ${message}`), id),
    signsText: signsPersonal,
  },
  "omnilock-evm-legacy": {
    // The wallet shows the 32 raw bytes: `convert_eth_message`
    signs: (signature, message, id) => signsEvm(signature, ccc.bytesFrom(message), id),
    signsText: signsPersonal,
  },
  "omnilock-btc": { signs: signsBtc, signsText: signsBtcText },
}

/**
 * Omnilock (RFC 0042) with an identity of an EVM or Bitcoin wallet and no further mode: args are the identity's flag,
 * its 20 bytes, and a zero. The modes (administrator, anyone-can-pay, time lock, supply) have rules of their own that
 * are not checked here, so a lock with one is not a sender's.
 *
 * @returns undefined for any other args
 */
function omnilockOfWallet(lock: ccc.Script): SenderLock | undefined {
  const args = ccc.bytesFrom(lock.args)
  const kind = omnilockKindOf(args[0])
  if (kind === undefined || args.length !== 22 || args[21] !== 0) return undefined
  const identity = IDENTITIES[kind]
  const id = ccc.hexFrom(args.subarray(1, 21))
  return {
    kind,
    knownScripts: [ccc.KnownScript.OmniLock],
    witnessLockSize: LOCK_BYTES,
    verify: (tx, position, witness) =>
      verifyWitness(
        lock,
        {
          placeholderSize: LOCK_BYTES,
          messageSize: LOCK_BYTES,
          refuse: (bytes, message) => {
            if (bytes.length !== LOCK_BYTES || ccc.hexFrom(bytes.subarray(0, HEADER_BYTES)) !== HEADER) {
              return "The signature is not in the form that Omnilock expects: one signature and nothing else."
            }
            return identity.signs(bytes.subarray(HEADER_BYTES), message, id) ? undefined : WRONG_SIGNATURE
          },
        },
        tx,
        position,
        witness,
      ),
    verifyMessage: (text, { signature }) => identity.signsText(signature, text, id),
  }
}

/** `personal_sign` of the text itself. Wallets end it with 27 or 28, some with 0 or 1. */
function signsPersonal(signature: string, text: string, id: ccc.Hex): boolean {
  const bytes = bytesOfHex(signature)
  if (bytes?.length !== SIGNATURE_BYTES) return false
  const last = bytes[64] ?? 0
  if (last >= 27) bytes[64] = last - 27
  return signsEvm(bytes, new TextEncoder().encode(text), id)
}

/**
 * r, s, recovery id over EIP-191's personal message; the id is the address, keccak256(public key)[12..]. The script
 * takes the last byte as the recovery id, so the wallet's 27 or 28 must have been reduced to 0 or 1 before.
 */
function signsEvm(signature: Uint8Array, text: Uint8Array, id: ccc.Hex): boolean {
  const prefix = new TextEncoder().encode(`\x19Ethereum Signed Message:\n${text.length}`)
  const digest = keccak_256(ccc.bytesConcat(prefix, text))
  const key = recoverKey(signature.subarray(0, 64), signature[64] ?? -1, digest)
  return key !== undefined && ccc.hexFrom(keccak_256(key.uncompressed.subarray(1)).subarray(12)) === id
}

/** BIP-137: a header byte, then r and s, over Bitcoin's double-SHA256 of the signed message: `convert_btc_message`. */
function signsBtc(signature: Uint8Array, message: ccc.Hex, id: ccc.Hex): boolean {
  const key = recoverBtc(signature, `CKB (Bitcoin Layer) transaction: ${message}`)
  return key !== undefined && btcId(key, signature[0] ?? 0) === id
}

/**
 * BIP-137 of the text itself. The header tells which of its addresses a wallet has signed as; whoever holds the key
 * owns the locks of all of them, so each is compared.
 */
function signsBtcText(signature: string, text: string, id: ccc.Hex): boolean {
  const bytes = Uint8Array.from(Buffer.from(signature, "base64"))
  const key = recoverBtc(bytes, text)
  return key !== undefined && [27, 31, 35].some((header) => btcId(key, header) === id)
}

function recoverBtc(signature: Uint8Array, text: string): RecoveredKey | undefined {
  const header = signature[0] ?? 0
  if (header < 27 || header > 42) return undefined
  const digest = ccc.bytesFrom(ccc.messageHashBtcEcdsa(text))
  return recoverKey(signature.subarray(1), (header - 27) % 4, digest)
}

/** The header says which address the key stands for, and with it what is hashed: `get_btc_recid` in ckb_identity.h. */
function btcId(key: RecoveredKey, header: number): ccc.Hex {
  if (header <= 30) return ccc.hexFrom(hash160(key.uncompressed)) // P2PKH of an uncompressed key
  if (header >= 35 && header <= 38) {
    return ccc.hexFrom(hash160(ccc.bytesConcat([0x00, 0x14], hash160(key.compressed)))) // P2WPKH inside P2SH
  }
  return ccc.hexFrom(hash160(key.compressed)) // 31..34 P2PKH, 39..42 P2WPKH
}

function hash160(bytes: Uint8Array): Uint8Array {
  return ripemd160(sha256(bytes))
}
