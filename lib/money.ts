/**
 * An amount in shannons (1 CKB = 10^8 shannons). Branded, so that a count or an id cannot be passed where money is
 * meant.
 */
export type Shannons = bigint & { readonly __unit: "shannons" }

const SHANNONS_PER_CKB = 100_000_000n

/** The largest amount a CKB cell can state and a PostgreSQL BIGINT can hold (2^63 - 1 shannons). */
export const MAX_SHANNONS = 9_223_372_036_854_775_807n as Shannons

/** The brand for a value already known to be shannons, e.g. read from the database or the chain. */
export function shannons(value: bigint): Shannons {
  return value as Shannons
}

/** An amount that is said in whole CKB: `wholeCkb(65n)` is 6,500,000,000 shannons. */
export function wholeCkb(ckb: bigint): Shannons {
  return shannons(ckb * SHANNONS_PER_CKB)
}

export function sum(values: Iterable<bigint>): Shannons {
  let total = 0n
  for (const value of values) total += value
  return total as Shannons
}

/** `Math.max`, which takes no bigint. Zero for none. */
export function largest(values: Iterable<bigint>): Shannons {
  let most = 0n
  for (const value of values) if (value > most) most = value
  return most as Shannons
}

/** `Math.min` of two, which takes no bigint. */
export function smaller(one: bigint, other: bigint): Shannons {
  return (one < other ? one : other) as Shannons
}

const CKB_TEXT = /^\d{1,11}(\.\d{1,8})?$/

/**
 * Reads an amount that a person typed, in CKB.
 *
 * Stricter than `ccc.fixedPointFrom`, which reads "-1.5", "", "1.2.3" and "0x10" as something.
 * @returns shannons, or undefined when the text is not a plain decimal with at most eight places
 */
export function parseCkb(text: string): Shannons | undefined {
  if (!CKB_TEXT.test(text)) return undefined
  const [whole = "0", fraction = ""] = text.split(".")
  return shannons(wholeCkb(BigInt(whole)) + BigInt(fraction.padEnd(8, "0")))
}

/** Exact CKB, without trailing zeros: 250000000n is "2.5". */
export function formatCkb(amount: bigint): string {
  const sign = amount < 0n ? "-" : ""
  const digits = (amount < 0n ? -amount : amount).toString().padStart(9, "0")
  const fraction = digits.slice(-8).replace(/0+$/, "")
  return `${sign}${digits.slice(0, -8)}${fraction === "" ? "" : `.${fraction}`}`
}
