import { sha256 } from "@noble/hashes/sha2.js"
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"

/** How many words and colours there are to choose from: a byte chooses each word, three bits the colour. */
export const WORDS = 256
export const COLOURS = 8

/** Which two words and which colour belong to a payment. */
export interface TwoWords {
  first: number
  second: number
  colour: number
}

/** A payment as both of its sides may read it, and nobody else. */
interface SharedPayment {
  tx_hash: string
  link: { slug: string } | null
  /** of its commitment: random, on no chain, and told to its parties alone */
  salt: string | null
}

/**
 * The words by which two people see that their screens show the same payment. Nobody can know them before it is
 * prepared, for its hash and salt are not there yet; nobody who only watches the chain can know them afterwards, for
 * the salt is not on it; and those of another payment are others.
 *
 * @returns undefined for a payment from before commitments had a salt: anybody could work its words out
 */
export function twoWordsOf({ tx_hash, link, salt }: SharedPayment): TwoWords | undefined {
  if (salt === null || link === null) return undefined
  const parts = ["micro-pay two words", link.slug, tx_hash, salt].map((part) => sha256(utf8ToBytes(part)))
  const [first = 0, second = 0, colour = 0] = sha256(concatBytes(...parts))
  return { first, second, colour: colour % COLOURS }
}
