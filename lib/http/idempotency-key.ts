import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"

const HEADER = "Idempotency-Key"
/**
 * 128 random bits take so many characters in base64, and in hex. A row is sealed with the key: one that can be guessed
 * seals nothing.
 */
const LEAST = { base64: 22, hex: 32 }
/** Random texts of these lengths have fewer different characters once in ten million times. */
const LEAST_DIFFERENT = 8

/**
 * The request's Idempotency-Key, or null without one. On the devnet any text does; elsewhere it must look as if nobody
 * could guess it.
 *
 * @throws ValidationError
 */
export function idempotencyKeyOf({ config }: Pick<Context, "config">, request: Request): string | null {
  const key = request.headers.get("idempotency-key")
  if (key === null) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw ValidationError.field(HEADER, "must have 1 to 255 printable ASCII characters, such as a UUID")
  if (config.network !== "devnet" && !looksRandom(key))
    throw ValidationError.field(
      HEADER,
      "can be guessed: send a random UUID, or at least 128 random bits (22 characters in base64). Numbers of orders are for info.",
    )
  return key
}

/**
 * Whether a text can hold 128 random bits, and does not only repeat itself. Words pass; a number, a name or a time does
 * not.
 */
export function looksRandom(key: string): boolean {
  // A UUID is hex with dashes between, and a time is digits with other things between.
  const bare = key.replace(/[-:.TZ]/g, "")
  const isLong = /^[0-9a-f]*$/i.test(bare) ? bare.length >= LEAST.hex : key.length >= LEAST.base64
  return isLong && new Set(bare).size >= LEAST_DIFFERENT
}
