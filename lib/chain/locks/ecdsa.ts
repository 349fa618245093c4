import { curve } from "../curve"

/** One answer for every signature that is not the sender's: which check failed helps only a forger. */
export const WRONG_SIGNATURE =
  "The signature does not match: it was made with another key than the sender's, or for another transaction."

/** The bytes of a signature that a client sent as hex; undefined when it is none. */
export function bytesOfHex(text: string): Uint8Array | undefined {
  return /^0x(?:[0-9a-fA-F]{2})+$/.test(text) ? Uint8Array.from(Buffer.from(text.slice(2), "hex")) : undefined
}

/** A public key recovered from a signature, in both of its serializations. */
export interface RecoveredKey {
  compressed: Uint8Array
  uncompressed: Uint8Array
}

/**
 * Recovers the secp256k1 public key that made a signature.
 *
 * A high s is accepted: the scripts use libsecp256k1's `secp256k1_ecdsa_recover`, which does not ask for a low one, and
 * what the chain takes must not be refused here. The recovery id must be 0 to 3, as in `…_parse_compact`.
 *
 * @param rs r and s, 32 bytes each, big-endian
 * @param digest the 32 bytes that were signed
 * @returns undefined when no key can have made this signature
 */
export function recoverKey(rs: Uint8Array, recovery: number, digest: Uint8Array): RecoveredKey | undefined {
  if (rs.length !== 64 || digest.length !== 32 || ![0, 1, 2, 3].includes(recovery)) return undefined
  const uncompressed = curve().recover(rs, recovery, digest)
  if (!uncompressed) return undefined
  // The x coordinate, and whether y is odd (SEC 1, 2.3.3).
  const compressed = Uint8Array.of(2 + ((uncompressed[64] ?? 0) & 1), ...uncompressed.subarray(1, 33))
  return { compressed, uncompressed }
}
