import { RpcCode, RpcError } from "./errors"
import type { Hex } from "./hash"

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A value that does not have the shape a method takes. The RPC layer adds which parameter it was. */
export class ShapeError extends Error {}

/** Names of JSON kinds as the node's parser says them. */
function kindOf(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "sequence"
  if (typeof value === "object") return "map"
  if (typeof value === "number") return Number.isInteger(value) ? `integer \`${value}\`` : `floating point \`${value}\``
  if (typeof value === "string") return `string ${JSON.stringify(value)}`
  return `${typeof value} \`${value}\``
}

function wrongType(value: unknown, expected: string): ShapeError {
  return new ShapeError(`invalid type: ${kindOf(value)}, expected ${expected}`)
}

/**
 * A 0x-hex integer without redundant zeros. Numbers are not accepted: JSON numbers lose precision beyond 2^53.
 *
 * @param bits 32, 64 or 128
 */
export function parseUint(value: unknown, bits: 32 | 64 | 128): bigint {
  const name = `Uint${bits}`
  if (typeof value !== "string") throw wrongType(value, `a hex-encoded, 0x-prefixed ${name}`)
  if (!value.startsWith("0x") || value.length === 2) {
    throw new ShapeError(`Invalid ${name} ${value}: without \`0x\` prefix`)
  }
  if (value.length > 3 && value[2] === "0")
    throw new ShapeError(`Invalid ${name} ${value}: with redundant leading zeros`)
  if (!/^0x[0-9a-fA-F]+$/.test(value)) {
    throw new ShapeError(`Invalid ${name} ${value}: invalid digit found in string`)
  }
  const parsed = BigInt(value)
  if (parsed >> BigInt(bits)) throw new ShapeError(`Invalid ${name} ${value}: number too large to fit in target type`)
  return parsed
}

export function parseUint32(value: unknown): number {
  return Number(parseUint(value, 32))
}

/** A 32-byte hash, lower-cased. */
export function parseHash(value: unknown, bytes = 32): Hex {
  const expected = `a 0x-prefixed hex string with ${bytes * 2} digits`
  if (typeof value !== "string") throw wrongType(value, expected)
  if (!value.startsWith("0x")) throw new ShapeError(`invalid format, expected ${expected}`)
  if (value.length !== bytes * 2 + 2) throw new ShapeError(`invalid length ${value.length - 2}, expected ${expected}`)
  const wrong = value.slice(2).search(/[^0-9a-fA-F]/)
  if (wrong >= 0) {
    const found = `InvalidCharacter { chr: ${value.charCodeAt(wrong + 2)}, idx: ${wrong} }`
    throw new ShapeError(`invalid hex bytes: ${found}, expected ${expected}`)
  }
  return value.toLowerCase() as Hex
}

/** Bytes as 0x-hex of even length, lower-cased. */
export function parseBytes(value: unknown): Hex {
  if (typeof value !== "string") throw wrongType(value, "a 0x-prefixed hex string")
  if (!value.startsWith("0x")) {
    throw new ShapeError(`invalid value: string ${JSON.stringify(value)}, expected a 0x-prefixed hex string`)
  }
  if (value.length % 2 !== 0) throw new ShapeError(`invalid length ${value.length}, expected even length`)
  if (!/^0x[0-9a-fA-F]*$/.test(value)) throw new ShapeError("Invalid character")
  return value.toLowerCase() as Hex
}

export function parseArray<T>(value: unknown, item: (value: unknown) => T): T[] {
  if (!Array.isArray(value)) throw wrongType(value, "a sequence")
  return value.map(item)
}

export function parseVariant<T extends string>(value: unknown, variants: readonly T[]): T {
  if (typeof value !== "string") throw wrongType(value, "string or map")
  const found = variants.find((variant) => variant === value)
  if (found === undefined) throw new ShapeError(`unknown variant \`${value}\`, expected ${oneOf(variants)}`)
  return found
}

export function parseBool(value: unknown): boolean {
  if (typeof value !== "boolean") throw wrongType(value, "a boolean")
  return value
}

type Parsers = Record<string, (value: unknown) => unknown>

/**
 * An object's fields, parsed in the order in which they stand there, so that the first fault found is the node's.
 *
 * @param optional fields that may be absent or null, which is the same
 * @param others whether unknown fields are refused, as in transactions, or ignored, as in searches
 */
export function parseStruct<R extends Parsers, O extends Parsers>(
  name: string,
  value: unknown,
  required: R,
  optional: O,
  others: "refused" | "ignored",
): { [K in keyof R]: ReturnType<R[K]> } & { [K in keyof O]: ReturnType<O[K]> | null } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(value, `struct ${name}`)
  const parsers: Parsers = { ...required, ...optional }
  const parsed: Record<string, unknown> = Object.fromEntries(Object.keys(optional).map((key) => [key, null]))
  for (const [key, field] of Object.entries(value)) {
    const parse = Object.hasOwn(parsers, key) ? parsers[key] : undefined
    if (parse !== undefined) parsed[key] = field === null && key in optional ? null : parse(field)
    else if (others === "refused")
      throw new ShapeError(`unknown field \`${key}\`, expected ${oneOf(Object.keys(parsers))}`)
  }
  for (const key of Object.keys(required)) {
    if (!(key in parsed)) throw new ShapeError(`missing field \`${key}\``)
  }
  return parsed as { [K in keyof R]: ReturnType<R[K]> } & { [K in keyof O]: ReturnType<O[K]> | null }
}

function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  if (quoted.length === 1) return quoted[0] ?? ""
  if (quoted.length === 2) return quoted.join(" or ")
  return `one of ${quoted.join(", ")}`
}

/** Runs a parser on one parameter of a method; a `ShapeError` becomes -32602 as the node words it. */
export function parseParam<T>(name: string, value: unknown, parse: (value: unknown) => T): T {
  if (value === undefined) {
    throw new RpcError(RpcCode.invalidParams, `Missing required parameter \`${name}\``)
  }
  return parseOptionalParam(name, value, parse)
}

function parseOptionalParam<T>(name: string, value: unknown, parse: (value: unknown) => T): T {
  try {
    return parse(value)
  } catch (error) {
    if (error instanceof ShapeError) {
      throw new RpcError(RpcCode.invalidParams, `Invalid parameter for \`${name}\`: ${error.message}`)
    }
    throw error
  }
}

/** Like `parseParam`, for a parameter that may be absent or null. */
export function parseOptional<T>(name: string, value: unknown, parse: (value: unknown) => T): T | null {
  return value === undefined || value === null ? null : parseOptionalParam(name, value, parse)
}
