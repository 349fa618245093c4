/** A signature that is not good, or is too old. Whatever came with it says nothing. */
export class SignatureError extends Error {
  override readonly name = "SignatureError"
}

/**
 * Whether one of the signatures over a text is good, in the forms of the Standard Webhooks specification.
 *
 * @param signatures `v1,BASE64 v1a,BASE64`: a list, while secrets are being exchanged
 * @param key `whsec_…` checks `v1` (HMAC-SHA256), `whpk_…` checks `v1a` (Ed25519)
 */
export async function isSigned(text: Uint8Array<ArrayBuffer>, signatures: string, key: string): Promise<boolean> {
  const check = await checkerOf(key)
  for (const signature of signatures.split(" ")) {
    const comma = signature.indexOf(",")
    if (signature.slice(0, comma) !== check.version) continue
    const bytes = bytesOf(signature.slice(comma + 1))
    if (bytes && (await check.isGood(bytes, text))) return true
  }
  return false
}

interface Checker {
  version: "v1" | "v1a"
  isGood: (signature: Uint8Array<ArrayBuffer>, text: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

/** @throws TypeError for what is no such key: a wrong setting is no bad message */
async function checkerOf(key: string): Promise<Checker> {
  const [prefix, rest] = [key.slice(0, key.indexOf("_") + 1), bytesOf(key.slice(key.indexOf("_") + 1))]
  if (prefix === "whsec_" && rest && rest.length >= 16) {
    const imported = await crypto.subtle.importKey("raw", rest, { name: "HMAC", hash: "SHA-256" }, false, ["verify"])
    // WebCrypto compares in constant time.
    return { version: "v1", isGood: (signature, text) => crypto.subtle.verify("HMAC", imported, signature, text) }
  }
  if (prefix === "whpk_" && rest?.length === 32) {
    const imported = await crypto.subtle.importKey("raw", rest, { name: "Ed25519" }, false, ["verify"])
    return { version: "v1a", isGood: (signature, text) => crypto.subtle.verify("Ed25519", imported, signature, text) }
  }
  throw new TypeError("A signature is checked with a secret, whsec_…, or a public key, whpk_….")
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    return undefined
  }
}
