import { createHash, randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"
import type { Config } from "@/lib/config"
import { Secret } from "@/lib/secret"
import type { KeyKind } from "./types"

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const RANDOM_BYTES = 24
/** 24 bytes in base 62 */
const RANDOM_LETTERS = 33
/** 32 bits in base 62 */
const CHECK_LETTERS = 6
const SHAPE = new RegExp(`^mp_(live|test)_(sk|pk)_([0-9A-Za-z]{${RANDOM_LETTERS + CHECK_LETTERS}})$`)
/** Letters of the random part that people know a key by; the 156 bits of the others cannot be guessed. */
const SHOWN = 6

/**
 * Makes a key: `mp_live_sk_` and 24 random bytes in base 62, then their CRC-32, so that who scans code for leaked keys
 * finds them, and a mistyped one is told from an unknown one.
 */
export function createKeyText(network: Config["network"], kind: KeyKind): { text: Secret; prefix: string } {
  const start = `mp_${network === "mainnet" ? "live" : "test"}_${kind === "secret" ? "sk" : "pk"}_`
  const random = base62(BigInt(`0x${randomBytes(RANDOM_BYTES).toString("hex")}`), RANDOM_LETTERS)
  return { text: new Secret(`${start}${random}${checkOf(start + random)}`), prefix: start + random.slice(0, SHOWN) }
}

/** Whether a text can be a key: its shape and its checksum are right. */
export function isKeyText(text: string): boolean {
  return SHAPE.test(text) && checkOf(text.slice(0, -CHECK_LETTERS)) === text.slice(-CHECK_LETTERS)
}

/** What is kept of a key: with 192 random bits in it a slow hash would protect nothing more. */
export function hashOfKey(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(text).digest())
}

function checkOf(text: string): string {
  return base62(BigInt(crc32(text)), CHECK_LETTERS)
}

function base62(number: bigint, length: number): string {
  let text = ""
  for (let rest = number; text.length < length; rest /= 62n) text = LETTERS[Number(rest % 62n)] + text
  return text
}
