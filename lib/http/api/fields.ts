import { z } from "zod"
import "zod-openapi"
import type { Hex } from "@/lib/hex"
import { MAX_SHANNONS, parseCkb, shannons as toShannons } from "@/lib/money"

import { isBlank } from "@/lib/typed"
import { EXAMPLE_PLATFORM, EXAMPLE_RECEIVER } from "../example-fields"

/**
 * What the requests and replies of several resources are made of. Fields that come in are named `…Schema` and are
 * strict about what they take; those of replies (`id`, `shannons`, `time`, `hash`, `hex`) are at the end.
 */

/** The largest id PostgreSQL's BIGINT can hold. */
const MAX_ID = 9_223_372_036_854_775_807n
export const MAX_INT4 = 2_147_483_647
/** Several times the largest that is prepared here; the network's own limit is 512,000. */
const MAX_TX_BYTES = 120_000
/** In hex, with room for the rest of the request. */
export const TX_BODY_BYTES = 2 * MAX_TX_BYTES + 1_024

const AMOUNT_RULE =
  "must be a positive whole number of shannons (1 CKB = 100000000): a JSON integer up to 9007199254740991, or a string of digits"

/** Whoever writes 2.5 thinks in CKB. */
const amountRule = {
  error: ({ input }: { input?: unknown }): string => {
    const amount = typeof input === "string" || typeof input === "number" ? parseCkb(String(input)) : undefined
    const isFraction = amount !== undefined && String(input).includes(".")
    return isFraction ? `is in shannons, a whole number: ${input} CKB is ${amount}` : AMOUNT_RULE
  },
}

/** An amount in a request. JSON numbers above 2^53 - 1 may have been rounded on their way, so they are refused. */
export const amountSchema = z
  .union([z.int(amountRule).min(1, amountRule), z.string().regex(/^[1-9]\d{0,18}$/, amountRule)], amountRule)
  .transform((value, context) => {
    const amount = BigInt(value)
    if (amount <= MAX_SHANNONS) return toShannons(amount)
    context.addIssue("is more CKB than exists")
    return z.NEVER
  })
  .meta({ description: "Shannons: an integer up to 2^53 - 1, or a string of digits" })

/**
 * Text that PostgreSQL can hold as it is: without NUL, without half a surrogate pair (which would be stored as another
 * character).
 *
 * @param max characters, not UTF-16 units
 */
export function text(min: number, max: number) {
  return z
    .string()
    .refine((value) => !value.includes("\0"), "must not contain the NUL character")
    .refine((value) => !/\p{Surrogate}/u.test(value), "must be valid Unicode")
    .refine(
      (value) => {
        const length = [...value].length
        return length >= min && length <= max
      },
      `must have ${min > 0 ? `${min} to` : "at most"} ${max} characters`,
    )
    .meta({ minLength: min, maxLength: max, pattern: "^[^\\u0000]*$" })
}

/** Turns the letters behind it, or all around it, the other way: what is shown is then not what is there. */
const DIRECTION_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/
/** Line ends and tabs are for notes. */
const CONTROL = /[^\P{Cc}\n\r\t]/u

/**
 * Text that other people read on a page: it must not deceive them, and where there has to be one, there is something to
 * see.
 */
export function shownText(min: number, max: number) {
  return text(min, max)
    .refine(
      (value) => !DIRECTION_OVERRIDE.test(value),
      "must not contain characters that change the direction of writing",
    )
    .refine((value) => !CONTROL.test(value), "must not contain control characters")
    .refine((value) => min === 0 || !isBlank(value), "must have something to read")
}

/** No lock that can be paid here has arguments of more than 28 bytes, which makes some 110 characters. */
export const addressSchema = text(1, 300).meta({ description: "CKB address (RFC 0021)" })
export const infoSchema = shownText(0, 1_000).meta({ description: "A note, at most 1,000 characters" })
export const didSchema = text(1, 200).meta({ description: "A decentralized identifier, kept as it is" })
export const referenceSchema = shownText(1, 200)
  .refine((reference) => !/[\n\r\t]/.test(reference), "must be one line")
  .meta({ description: "The merchant's name for what is paid, such as an order's number" })
export const messageSchema = shownText(1, 200).meta({ description: "What the payer writes to the payee" })
export const categorySchema = z.int().min(0).max(MAX_INT4)
export const idSchema = z.int().min(1).transform(BigInt)

export const rawTxSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/, "must be hex that begins with 0x")
  .refine((value) => value.length % 2 === 0, "must have an even number of hex digits")
  .refine((value) => value.length <= 2 + 2 * MAX_TX_BYTES, "must have at most 120,000 bytes")
  .transform((value) => value.toLowerCase() as Hex)
  .meta({
    description: "A transaction, Molecule-serialized, 0x-hex",
    override: { pattern: "^0x([0-9a-fA-F]{2})+$", maxLength: 2 + 2 * MAX_TX_BYTES },
  })

export const txHashSchema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, "must be a transaction hash")
  .transform((value) => value as Hex)

export const splitSchema = z
  .strictObject({
    receiver: addressSchema,
    bps: z.int().min(1).max(10_000).optional().meta({ description: "Basis points of amount - platform fee" }),
    amount: amountSchema.optional(),
  })
  .transform(({ receiver, bps, amount }, context) => {
    if (bps !== undefined && amount === undefined) return { receiver, bps }
    if (bps === undefined && amount !== undefined) return { receiver, amount }
    context.addIssue("needs either bps or amount, and not both")
    return z.NEVER
  })
  .meta({
    override: ({ jsonSchema }: { jsonSchema: { oneOf?: unknown } }) => {
      jsonSchema.oneOf = [{ required: ["bps"] }, { required: ["amount"] }]
    },
    example: { receiver: EXAMPLE_PLATFORM, bps: 1_000 },
  })

export const clientSecretSchema = text(1, 200).meta({
  description: "What prepare returned; X-Client-Secret does as well",
})

/** How an integer that arrives as text stands in the contract. */
export function asInteger(limits: { minimum: number; maximum?: number; default?: number }) {
  return {
    override: ({ jsonSchema }: { jsonSchema: object }) => {
      Object.assign(jsonSchema, { type: "integer", pattern: undefined, ...limits })
    },
  }
}

/** Ids in paths. One that no BIGINT can hold is nobody's, which the lookup says as 404. */
export const idParams = z.object({
  id: z
    .string()
    .regex(/^(0|[1-9]\d*)$/, "must be a whole number")
    .transform((digits) => (digits.length <= 19 && BigInt(digits) <= MAX_ID ? BigInt(digits) : 0n))
    .meta({ ...asInteger({ minimum: 0 }), example: 17 }),
})
export const addressParams = z.object({ address: addressSchema.meta({ example: EXAMPLE_RECEIVER }) })

const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

export const timeSchema = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 time with its zone, such as 2026-01-31T00:00:00Z" })
  // PostgreSQL's calendar has no year 0, and in UTC the last hours of the year 9999 of a western zone are beyond what
  // ISO 8601 writes with four digits. Nothing here is older than 1970 or newer than that, so nothing is lost.
  .transform((value) => new Date(Math.min(LAST_TIME, Math.max(0, Date.parse(value)))))
  .meta({ override: { type: "string", format: "date-time" } })

/** How many: rows of a list, days, hours. */
export function howMany(max: number, standard: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .default(String(standard))
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `must be from 1 to ${max}`)
    .meta(asInteger({ minimum: 1, maximum: max, default: standard }))
}

/** How a list is read on: so many rows, after a cursor. */
export function page(max: number, standard: number) {
  return {
    limit: howMany(max, standard),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,18}$/, "must come from a Link header")
      .transform(BigInt)
      .refine((id) => id <= MAX_ID, "must come from a Link header")
      .optional()
      .meta({
        description: "From the `Link` header of the page before",
        override: { type: "string", pattern: "^[1-9]\\d{0,17}$" },
      }),
  }
}

export const period = {
  from: timeSchema.optional().meta({ description: "Created at this time or later" }),
  to: timeSchema.optional().meta({ description: "Created at this time or earlier" }),
}

export const labels = {
  category: z
    .string()
    .regex(/^\d{1,10}$/, "must be a whole number")
    .transform(Number)
    .refine((category) => category <= MAX_INT4, `must be at most ${MAX_INT4}`)
    .optional()
    .meta(asInteger({ minimum: 0, maximum: MAX_INT4 })),
  info: infoSchema.optional().meta({ description: "Exactly this note" }),
}

export const search = text(1, 1_000).optional().meta({ description: "A number, a transaction hash or an address" })

export const reasonSchema = shownText(1, 500).meta({ description: "Why, for the audit log" })
export const reasonBody = z.strictObject({ reason: reasonSchema })

/** A secret is exchanged in a running program within the hour; a month is for those who print it. */
const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60

/**
 * How long an old secret works beside the new one.
 *
 * @param description says what that means, and what holds without it
 */
export function overlapBody(description: string) {
  return z
    .strictObject({ overlap_seconds: z.int().min(0).max(MAX_OVERLAP_SECONDS).optional().meta({ description }) })
    .optional()
}

/*
 * What replies are made of.
 */

export const id = z.int()
export const shannons = z.string().meta({ description: "Shannons", pattern: "^-?\\d+$" })
export const time = z.string().meta({ format: "date-time" })
export const hash = z.string().meta({ pattern: "^0x[0-9a-f]{64}$" })
export const hex = z.string().meta({ pattern: "^0x[0-9a-f]*$" })
