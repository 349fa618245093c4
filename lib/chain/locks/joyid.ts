import { ccc } from "@ckb-ccc/core"
import { p256 } from "@noble/curves/nist.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesOfHex, WRONG_SIGNATURE } from "./ecdsa"
import { PAY_FROM } from "./pay-from"
import type { Lock, MessageSignature, SenderLock } from "./types"
import { verifyWitness } from "./witness"

/** First two bytes of the args: a P-256 key in a passkey */
const ALGORITHM_P256 = "0x0001"
const MAIN_KEY = 0x01
const SUB_KEY = 0x02
/** mode, public key x ‖ y, signature r ‖ s: as many zeros stand for the lock field in the signed message */
const KEY_AND_SIGNATURE_BYTES = 1 + 64 + 64
/** rpIdHash, flags, counter; assertions carry neither attested data nor extensions */
const AUTH_DATA_BYTES = 37
/** CCC's and JoyID's placeholder */
const PLACEHOLDER_BYTES = 1000

export const joyid: Lock = {
  name: "JoyID",
  // 2 bytes of algorithm (P-256, secp256k1, RSA), 20 of the main key's hash
  isPossible: (args) => args.length === 22 && args[0] === 0 && (args[1] === 1 || args[1] === 2 || args[1] === 3),
  sender: joyidLock,
  reason: `Payments from this kind of JoyID address are not supported: only those of a passkey with a P-256 key. ${PAY_FROM}`,
  unsigned: null,
}

const BAD_FORM = "The signature is not in the form that JoyID's lock expects."

/**
 * JoyID's lock with the main key of a passkey. The script is not open; its format is documented in JoyID's "JoyID Lock"
 * description and by `calculateChallenge` and `buildSignedTx` of @joyid/ckb: args are `0x0001` and the first 20 bytes
 * of blake2b(public key), the witness lock is mode, public key, signature, authenticator data, clientDataJSON.
 *
 * @returns undefined for args of another algorithm or length
 */
function joyidLock(lock: ccc.Script): SenderLock | undefined {
  if (ccc.bytesFrom(lock.args).length !== 22 || !lock.args.startsWith(ALGORITHM_P256)) return undefined
  return {
    kind: "joyid",
    knownScripts: [ccc.KnownScript.JoyId],
    witnessLockSize: PLACEHOLDER_BYTES,
    verify: (tx, position, witness) =>
      verifyWitness(
        lock,
        {
          placeholderSize: PLACEHOLDER_BYTES,
          messageSize: KEY_AND_SIGNATURE_BYTES,
          explain: ([mode]) => explainMode(mode),
          refuse: (bytes, message) => refuse(lock.args, bytes, message),
        },
        tx,
        position,
        witness,
      ),
    verifyMessage: (text, signature) => signsText(lock.args, text, signature),
  }
}

/**
 * What JoyID's app answers to a request for a message: a WebAuthn assertion whose challenge is the text itself, as
 * `verifyNativeKeySignature` of @joyid/ckb reads it. Only the main key: the keys of sub accounts and sessions do not
 * follow from the address.
 */
function signsText(args: ccc.Hex, text: string, { signature, identity }: MessageSignature): boolean {
  const key = bytesOfHex(`0x${field(identity, "publicKey")}`)
  const signed = fromBase64Url(field(signature, "message"))
  const der = fromBase64Url(field(signature, "signature"))
  if (key?.length !== 64 || !signed || !der || !isMainKey(args, key)) return false
  const authData = signed.subarray(0, AUTH_DATA_BYTES)
  const clientData = signed.subarray(AUTH_DATA_BYTES)
  if (!isApproved(authData) || !asksFor(clientData, text)) return false
  return verifyP256(der, ccc.bytesConcat(authData, sha256(clientData)), key, "der")
}

/** A text in a JSON object that the client sent, or an empty one. */
function field(json: string, name: string): string {
  try {
    const value: unknown = JSON.parse(json)?.[name]
    return typeof value === "string" ? value : ""
  } catch {
    return ""
  }
}

function fromBase64Url(text: string): Uint8Array | undefined {
  return /^[\w-]+$/.test(text) ? Uint8Array.from(Buffer.from(text, "base64url")) : undefined
}

function explainMode(mode: number | undefined): string | undefined {
  if (mode === MAIN_KEY) return undefined
  if (mode === SUB_KEY) {
    return "This JoyID account signed with a sub key, which cannot pay here yet. Sign on the device that holds its main key."
  }
  return "JoyID signed in a way that cannot pay here. Sign with the main key of the account."
}

function refuse(args: ccc.Hex, bytes: Uint8Array, message: ccc.Hex): string | undefined {
  const clientData = bytes.subarray(KEY_AND_SIGNATURE_BYTES + AUTH_DATA_BYTES)
  if (clientData.length === 0) return BAD_FORM
  const publicKey = bytes.subarray(1, 65)
  const signature = bytes.subarray(65, KEY_AND_SIGNATURE_BYTES)
  const authData = bytes.subarray(KEY_AND_SIGNATURE_BYTES, KEY_AND_SIGNATURE_BYTES + AUTH_DATA_BYTES)

  if (!isMainKey(args, publicKey)) {
    return "JoyID signed with a key that is not the main key of the sender's address."
  }
  if (!isApproved(authData)) return BAD_FORM
  if (!asksFor(clientData, message.slice(2))) return WRONG_SIGNATURE
  const signed = ccc.bytesConcat(authData, sha256(clientData))
  return verifyP256(signature, signed, publicKey, "compact") ? undefined : WRONG_SIGNATURE
}

function isMainKey(args: ccc.Hex, publicKey: Uint8Array): boolean {
  return ccc.hashCkb(publicKey).slice(2, 42) === args.slice(ALGORITHM_P256.length)
}

/**
 * WebAuthn §6.1: bit 0 is set whenever a person was there to approve, bits 6 and 7 announce more data than 37 bytes.
 */
function isApproved(authData: Uint8Array): boolean {
  return ((authData[32] ?? 0) & 0b1100_0001) === 0b0000_0001
}

/**
 * Whether clientDataJSON is an assertion whose challenge is `text`, in base64url. A transaction's is the 64 hex digits
 * of its signing message. The prefix is compared byte by byte, for browsers must write it so (WebAuthn §5.8.1.1) and a
 * lock that searches the text for the challenge would not see through JSON escapes.
 */
function asksFor(clientData: Uint8Array, asked: string): boolean {
  const challenge = Buffer.from(asked, "utf8").toString("base64url")
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(clientData)
    const client: { type?: unknown; challenge?: unknown } = JSON.parse(text)
    return (
      text.startsWith(`{"type":"webauthn.get","challenge":"${challenge}"`) &&
      client.type === "webauthn.get" &&
      client.challenge === challenge
    )
  } catch {
    return false
  }
}

/** ECDSA on P-256 with SHA-256. Authenticators do not normalize s, so a high one is right. */
function verifyP256(
  signature: Uint8Array,
  signed: Uint8Array,
  publicKey: Uint8Array,
  format: "compact" | "der",
): boolean {
  try {
    return p256.verify(signature, signed, ccc.bytesConcat([0x04], publicKey), { prehash: true, lowS: false, format })
  } catch {
    return false
  }
}
