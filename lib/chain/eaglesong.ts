import { createHash } from "node:crypto"

// Eaglesong, the hash of CKB's proof of work (RFC 0010): a sponge over 16 words of 32 bits.

const ROUNDS = 43
const WORDS = 16
const RATE_BYTES = 32
const DELIMITER = 0x06

/** `BIT_MATRIX[k][j]`: whether word k of the old state goes into word j of the new one. */
const BIT_MATRIX = [
  "1111010111110001",
  "0111101011111001",
  "0011110101111101",
  "0001111010111111",
  "1111101010101110",
  "1000100010100111",
  "1011000110100010",
  "1010110100100001",
  "0101011010010001",
  "0010101101001001",
  "0001010110100101",
  "0000101011010011",
  "1111000010011000",
  "0111100001001100",
  "0011110000100110",
  "1110101111100011",
]
/** For each word of the new state, the old ones that are xored into it. */
const SOURCES = BIT_MATRIX.map((_, j) => BIT_MATRIX.flatMap((row, k) => (row[j] === "1" ? [k] : [])))

/** How far each word is rotated, twice, in the circulant multiplication. */
const ROTATIONS: [number, number][] = [
  [2, 4],
  [13, 22],
  [4, 19],
  [3, 14],
  [27, 31],
  [3, 8],
  [17, 26],
  [3, 12],
  [18, 22],
  [12, 18],
  [4, 7],
  [4, 31],
  [12, 27],
  [7, 17],
  [7, 8],
  [1, 13],
]

/** The RFC makes its constants of this sentence (F. A. Hayek), so that nobody can have chosen them. */
const SENTENCE =
  "The various ways in which the knowledge on which people base their plan is communicated to them is the crucial problem " +
  "for any theory explaining the economic process, and the problem of what is the best way to utilizing knowledge initially " +
  "dispersed among all the people is at least one of the main problems of economic policy - or of designing an efficient " +
  "economic system."
const CONSTANTS = readWords(
  createHash("shake256", { outputLength: ROUNDS * WORDS * 4 })
    .update(SENTENCE, "ascii")
    .digest(),
)

function readWords(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i))
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by))

function permute(state: Uint32Array): void {
  const next = new Uint32Array(WORDS)
  for (let round = 0; round < ROUNDS; round++) {
    for (let j = 0; j < WORDS; j++) {
      let word = 0
      for (const k of SOURCES[j] ?? []) word ^= state[k] ?? 0
      const [a, b] = ROTATIONS[j] ?? [0, 0]
      next[j] = word ^ rotate(word, a) ^ rotate(word, b) ^ (CONSTANTS[round * WORDS + j] ?? 0)
    }
    for (let j = 0; j < WORDS; j += 2) {
      const right = next[j + 1] ?? 0
      const left = rotate((next[j] ?? 0) + right, 8)
      state[j] = left
      state[j + 1] = left + rotate(right, 24)
    }
  }
}

/** @returns 32 bytes */
export function eaglesong(input: Uint8Array): Uint8Array {
  const state = new Uint32Array(WORDS)
  const padded = [...input, DELIMITER]
  for (let at = 0; at < padded.length; at += RATE_BYTES) {
    for (let j = 0; j < RATE_BYTES / 4; j++) {
      // Words are read from the left, and one that the input does not fill is not padded on the right.
      const word = padded.slice(at + 4 * j, at + 4 * j + 4).reduce((value, byte) => (value << 8) | byte, 0)
      state[j] = (state[j] ?? 0) ^ word
    }
    permute(state)
  }
  const output = Buffer.alloc(RATE_BYTES)
  for (let j = 0; j < RATE_BYTES / 4; j++) output.writeUInt32LE(state[j] ?? 0, 4 * j)
  return output
}
