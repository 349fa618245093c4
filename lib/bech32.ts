const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECKSUM_LENGTH = 6
const CHECKSUMS = new Map([
  [1, "bech32"],
  [0x2bc830a3, "bech32m"],
] as const)

export interface Bech32 {
  encoding: "bech32" | "bech32m"
  /** what is said, without prefix and checksum: numbers of five bits */
  words: number[]
}

/**
 * Reads what stands behind the prefix and its `1`, in small letters (BIP 173, BIP 350). CKB's addresses are longer than
 * those allow (RFC 0021).
 *
 * @returns undefined where the checksum says that a letter is wrong
 */
export function readBech32(prefix: string, data: string): Bech32 | undefined {
  const words = Array.from(data, (char) => CHARSET.indexOf(char))
  if (words.length < CHECKSUM_LENGTH || words.includes(-1)) return undefined
  const encoding = CHECKSUMS.get(polymod([...expandPrefix(prefix), ...words]) as 1)
  return encoding && { encoding, words: words.slice(0, -CHECKSUM_LENGTH) }
}

/** The bytes that five-bit numbers stand for; undefined where the bits that are left over are not all zero. */
export function bytesOfWords(words: number[]): Uint8Array | undefined {
  const bytes: number[] = []
  let value = 0
  let bits = 0
  for (const word of words) {
    value = ((value << 5) | word) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >> bits) & 0xff)
  }
  return bits < 5 && (value & ((1 << bits) - 1)) === 0 ? Uint8Array.from(bytes) : undefined
}

function expandPrefix(prefix: string): number[] {
  const codes = Array.from(prefix, (char) => char.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(values: number[]): number {
  let checksum = 1
  for (const value of values) {
    const top = checksum >> 25
    checksum = ((checksum & 0x1ffffff) << 5) ^ value
    GENERATOR.forEach((term, bit) => {
      if ((top >> bit) & 1) checksum ^= term
    })
  }
  return checksum
}
