import { parseCkb, type Shannons } from "@/lib/money"

/**
 * What people type or paste, made into what is meant, or refused. The API takes none of these liberties with amounts.
 */

/**
 * Characters that nobody sees: spaces and line ends of any kind, marks of direction, joiners, soft hyphens, byte order
 * marks.
 */
const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return text.replace(INVISIBLE, "") === ""
}

/**
 * An address as it was meant: no character of an address is invisible, so what a chat program, a PDF or a line break
 * put in between goes. The scheme of a QR code goes as well, where nothing but an address follows.
 */
export function cleanAddress(text: string): string {
  return text.replace(INVISIBLE, "").replace(/^ckb:(?:\/\/)?(?=ck[bt]1[0-9a-z]+$)/i, "")
}

/** The signs of other keyboards in ours: full width, Arabic and Persian digits, apostrophes between thousands. */
function plainly(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[。｡٫]/g, ".")
    .replace(/[٬、]/g, ",")
    .replace(/[’']/g, " ")
    .replace(/\s*CKB$/i, "")
    .replace(INVISIBLE, " ")
    .trim()
    .replace(/ +/g, " ")
}

const GROUPED = { " ": /^\d{1,3}( \d{3})+$/, ",": /^\d{1,3}(,\d{3})+$/, ".": /^\d{1,3}(\.\d{3})+$/ } as const

/**
 * Reads an amount in CKB that a person typed, with a point or a comma before the fraction, and thousands grouped or
 * not: 2.5, 2,5, .5, 1 000, 1,234.5 and 1.234,5. A point alone is always before a fraction, as these pages write it.
 *
 * @returns shannons; "ambiguous" for a comma before three digits, which is a thousand to some and a fraction to others;
 *   undefined for what is no amount. Never a guess.
 */
export function readTypedCkb(text: string): Shannons | "ambiguous" | undefined {
  const typed = plainly(text)
  const points = typed.split(".").length - 1
  const commas = typed.split(",").length - 1
  if (points === 0 && commas === 1 && /^[1-9]\d{0,2},\d{3}$/.test(typed)) return "ambiguous"
  const fractionSign = points === 1 && commas === 0 ? "." : commas === 1 && points === 0 ? "," : lastOfBoth(typed)
  const [whole = "", fraction] = fractionSign === undefined ? [typed] : splitAtLast(typed, fractionSign)
  const digits = ungrouped(whole)
  if (digits === undefined || (fraction !== undefined && !/^\d*$/.test(fraction))) return undefined
  if (digits === "" && !fraction) return undefined
  return parseCkb(`${digits || "0"}${fraction ? `.${fraction}` : ""}`)
}

/** Where both signs are there, the last one stands before the fraction, once; the other one groups. */
function lastOfBoth(typed: string): "." | "," | undefined {
  if (!typed.includes(".") || !typed.includes(",")) return undefined
  const last = typed.lastIndexOf(".") > typed.lastIndexOf(",") ? "." : ","
  return typed.split(last).length === 2 ? last : undefined
}

function splitAtLast(text: string, sign: string): [string, string] {
  const at = text.lastIndexOf(sign)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** The digits of a whole number, or undefined where the signs between them do not part thousands. */
function ungrouped(whole: string): string | undefined {
  if (/^\d*$/.test(whole)) return whole
  return Object.values(GROUPED).some((form) => form.test(whole)) ? whole.replace(/\D/g, "") : undefined
}

/** The two readings of an ambiguous amount, for the question. */
export function readingsOf(text: string): [string, string] {
  const typed = plainly(text)
  return [typed.replace(",", ""), typed.replace(",", ".")]
}

/** Shannons where there is one reading, else undefined. */
export function typedCkb(text: string): Shannons | undefined {
  const read = readTypedCkb(text)
  return read === "ambiguous" ? undefined : read
}
