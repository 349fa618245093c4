import { randomBytes } from "node:crypto"

/** Crockford's base 32 in small letters: nothing that is misread when somebody types it from paper. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
const LENGTH = 12

/**
 * A name as somebody typed it from paper, or a code that holds capitals only: letters of either case, O for 0, I and L
 * for 1, and hyphens between, as Crockford's alphabet is read.
 */
export function readSlug(text: string): string {
  return text.replace(INVISIBLE_OR_HYPHEN, "").toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1")
}

const INVISIBLE_OR_HYPHEN = /[\s\p{Cf}-]/gu

/** What names a link in its address: 60 random bits, so links are not found by trying. */
export function createSlug(): string {
  return [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("")
}
