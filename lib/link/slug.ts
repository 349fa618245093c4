import { randomBytes } from "node:crypto"

/** Crockford's base 32 in small letters: nothing that is misread when somebody types it from paper. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
const LENGTH = 12

/** What names a link in its address: 60 random bits, so links are not found by trying. */
export function createSlug(): string {
  return [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("")
}
