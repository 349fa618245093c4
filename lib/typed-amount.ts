import { formatCkb, MAX_SHANNONS, parseCkb, type Shannons } from "@/lib/money"
import { INVISIBLE } from "@/lib/typed"

/** What is wrong with a text where an amount should be. */
export type AmountFault = "missing" | "malformed" | "negative" | "decimals" | "large"

/** An amount in CKB that a person typed: what it means, or its two readings, or what is wrong with it. */
export type TypedAmount =
  | { is: "amount"; amount: Shannons }
  | { is: "question"; readings: [Shannons, Shannons] }
  | { is: AmountFault }

/** The signs of other keyboards in ours: full width, Arabic and Persian digits, apostrophes between thousands. */
function plainly(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[。｡٫]/g, ".")
    .replace(/٬/g, ",")
    .replace(/[’']/g, " ")
    .replace(/[−–]/g, "-")
    .replace(/\s*CKB$/i, "")
    .replace(INVISIBLE, " ")
    .trim()
    .replace(/ +/g, " ")
}

const GROUPED = [/^\d{1,3}( \d{3})+$/, /^\d{1,3}(,\d{3})+$/, /^\d{1,3}(\.\d{3})+$/]
/** A thousand to some and a fraction to others: 1,000 and 1.000, but not 0.125. */
const TWO_READINGS = /^([1-9]\d{0,2})[.,](\d{3})$/

/**
 * Reads an amount in CKB that a person typed, with a point or a comma before the fraction, and thousands grouped or
 * not: 2.5, 2,5, .5, 1 000, 1,234.5 and 1.234,5. What has two readings is for the person to decide, never a guess.
 */
export function readTypedCkb(text: string): TypedAmount {
  const typed = plainly(text)
  if (typed === "") return { is: "missing" }
  const two = TWO_READINGS.exec(typed)
  const [asThousands, asFraction] = two ? [parseCkb(`${two[1]}${two[2]}`), parseCkb(`${two[1]}.${two[2]}`)] : []
  if (asThousands !== undefined && asFraction !== undefined)
    return { is: "question", readings: [asThousands, asFraction] }
  if (/^-[\d.,]/.test(typed)) return { is: "negative" }
  const [whole, fraction = ""] = splitAtFraction(typed)
  const digits = ungrouped(whole)
  if (digits === undefined || !/^\d*$/.test(fraction) || digits + fraction === "") return { is: "malformed" }
  if (fraction.length > 8) return { is: "decimals" }
  const amount = parseCkb(`${digits.replace(/^0+(?=\d)/, "") || "0"}${fraction ? `.${fraction}` : ""}`)
  return amount === undefined || amount > MAX_SHANNONS ? { is: "large" } : { is: "amount", amount }
}

/** Where both signs are there, the last one stands before the fraction, once; the other one groups. */
function splitAtFraction(typed: string): [whole: string, fraction?: string] {
  const points = typed.split(".").length - 1
  const commas = typed.split(",").length - 1
  const last = typed.lastIndexOf(".") > typed.lastIndexOf(",") ? "." : ","
  const isFraction = (last === "." ? points : commas) === 1
  if (!isFraction) return [typed]
  const at = typed.lastIndexOf(last)
  return [typed.slice(0, at), typed.slice(at + 1)]
}

/** The digits of a whole number, or undefined where the signs between them do not part thousands. */
function ungrouped(whole: string): string | undefined {
  if (/^\d*$/.test(whole)) return whole
  return GROUPED.some((form) => form.test(whole)) ? whole.replace(/\D/g, "") : undefined
}

/** Shannons where there is one reading, else undefined. */
export function typedCkb(text: string): Shannons | undefined {
  const read = readTypedCkb(text)
  return read.is === "amount" ? read.amount : undefined
}

/** An amount as these pages write it into a field. It has one reading only: 2.475 is written as 2.4750. */
export function writtenCkb(amount: bigint): string {
  const text = formatCkb(amount)
  return TWO_READINGS.test(text) ? `${text}0` : text
}

/**
 * The amount in a page's own address, for a field. Programs write these, and a point is before a fraction; anything
 * else a person has written, and stays as it is.
 */
export function amountInAddress(text: string | null): string {
  const amount = parseCkb((text ?? "").trim())
  return amount === undefined ? (text ?? "").trim() : writtenCkb(amount)
}

/**
 * Whether somebody has typed a number that they were asked to type, with thousands grouped or not.
 *
 * @param asked as the page shows it: "7123.45", "7,123.45" or "12"
 */
export function isSameNumber(text: string, asked: string): boolean {
  const wanted = parseCkb(asked.replaceAll(",", ""))
  const read = readTypedCkb(text)
  if (wanted === undefined) return text.trim() === asked
  return read.is === "question" ? read.readings.includes(wanted) : read.is === "amount" && read.amount === wanted
}
