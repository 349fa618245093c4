import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"

/** OWASP's first choice for scrypt: 128 MiB and some tenths of a second for each try. */
const PARAMETERS = { N: 2 ** 17, r: 8, p: 1 }
const LEAST = 12

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt)

/** @returns what is wrong with it as a password; undefined when nothing is */
export function weakness(password: string): string | undefined {
  if ([...password].length < LEAST) return `must have at least ${LEAST} characters`
  return new Set(password).size < 5 ? "must have at least five different characters" : undefined
}

/** For a person who gets it told once: 120 random bits. */
export function makePassword(): string {
  return randomBytes(15).toString("base64url")
}

/** @returns the hash with its salt and its parameters, so that these can grow: `scrypt$N$r$p$salt$hash` */
export async function hashPassword(password: string): Promise<string> {
  const { N, r, p } = PARAMETERS
  const salt = randomBytes(16)
  const hash = await derive(password.normalize("NFKC"), salt, 32, withMemory({ N, r, p }))
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join("$")
}

/**
 * @param stored null: no such operator; takes as long as a wrong password, so that names cannot be found out by the
 * clock
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = "", hash = ""] = (stored ?? NOBODY).split("$")
  const expected = Buffer.from(hash, "base64url")
  const options = withMemory({ N: Number(N), r: Number(r), p: Number(p) })
  const actual = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), expected.length, options)
  return timingSafeEqual(actual, expected) && stored !== null
}

const NOBODY = ["scrypt", ...Object.values(PARAMETERS), "", Buffer.alloc(32).toString("base64url")].join("$")

/** Node refuses to take more than 32 MiB unless it is told. */
function withMemory(parameters: { N: number; r: number; p: number }): ScryptOptions {
  return { ...parameters, maxmem: 129 * parameters.N * parameters.r + 1_000_000 }
}
