import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"

/** DER of a PKCS #8 Ed25519 private key before its 32 bytes (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex")

/** @param seed 32 bytes, of which all of the key follows (RFC 8032, 5.1.5) */
export function ed25519Key(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" })
}

/** The public half as `whpk_…`, the form that the Standard Webhooks specification gives it. */
export function publicKeyText(privateKey: KeyObject): string {
  const raw = createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(-32)
  return `whpk_${raw.toString("base64")}`
}
