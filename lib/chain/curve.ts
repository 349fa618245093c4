import { secp256k1 } from "@noble/curves/secp256k1.js"

/** secp256k1, as CKB's ordinary lock uses it (RFC 0024). Both take what libsecp256k1 takes, and give what it gives. */
export interface Curve {
  /**
   * @param rs r and s, 32 bytes each, big-endian
   * @param recovery 0 to 3
   * @param digest the 32 bytes that were signed
   * @returns 65 bytes, the uncompressed public key that made the signature; undefined when no key can have
   */
  recover(rs: Uint8Array, recovery: number, digest: Uint8Array): Uint8Array | undefined
  /**
   * Deterministic (RFC 6979), with a low s.
   *
   * @param digest the 32 bytes to sign
   * @returns 65 bytes: r, s and the recovery id
   */
  sign(digest: Uint8Array, privateKey: Uint8Array): Uint8Array<ArrayBuffer>
}

/** For browsers, and where nothing faster loads. */
export const JAVASCRIPT: Curve = {
  recover(rs, recovery, digest) {
    try {
      const signature = secp256k1.Signature.fromBytes(rs, "compact").addRecoveryBit(recovery)
      return signature.recoverPublicKey(digest).toBytes(false)
    } catch {
      return undefined
    }
  },
  sign(digest, privateKey) {
    // noble puts the recovery id first, the lock script wants it last.
    const recovered = secp256k1.sign(digest, privateKey, { prehash: false, format: "recovered" })
    return new Uint8Array([...recovered.subarray(1), ...recovered.subarray(0, 1)])
  },
}

let inUse = JAVASCRIPT

export function curve(): Curve {
  return inUse
}

/** For the server's start: from now on everything in this bundle uses that one. */
export function setCurve(faster: Curve): void {
  inUse = faster
}
