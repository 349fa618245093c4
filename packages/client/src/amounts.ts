import { formatCkb as format, MAX_SHANNONS, parseCkb as parse } from "@/lib/money"

/**
 * Reads an amount of CKB, exactly: `parseCkb("0.29")` is 29000000n shannons.
 *
 * @param text a plain decimal with at most eight places. A number is refused: 0.1 + 0.2 is none of both sums
 * @throws TypeError for a number; RangeError for a text that is no such amount
 */
export function parseCkb(text: string): bigint {
  if (typeof text !== "string") throw new TypeError('Write an amount of CKB as a text, such as "0.5".')
  const amount = parse(text)
  if (amount === undefined || amount > MAX_SHANNONS)
    throw new RangeError(`${JSON.stringify(text)} is no amount of CKB: a plain decimal with at most eight places is.`)
  return amount
}

/**
 * Writes shannons as CKB, exactly and without trailing zeros: `formatCkb(250000000n)` is "2.5".
 *
 * @param amount shannons, as a bigint or as the text that the API answers
 */
export function formatCkb(amount: bigint | string): string {
  if (typeof amount === "number") throw new TypeError("Write shannons as a bigint or as their digits.")
  return format(BigInt(amount))
}
