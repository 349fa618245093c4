import { z } from "zod"
import "zod-openapi"
import type { Hex } from "@/lib/hex"
import { readSlug } from "@/lib/link/slug"
import { MAX_SHANNONS, shannons } from "@/lib/money"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { isBlank } from "@/lib/typed"

/** The largest id PostgreSQL's BIGINT can hold. */
const MAX_ID = 9_223_372_036_854_775_807n
const MAX_INT4 = 2_147_483_647
/** Several times the largest that is prepared here; the network's own limit is 512,000. */
const MAX_TX_BYTES = 120_000
/** In hex, with room for the rest of the request. */
export const TX_BODY_BYTES = 2 * MAX_TX_BYTES + 1_024

const AMOUNT_RULE =
  "must be a positive whole number of shannons (1 CKB = 100000000): a JSON integer up to 9007199254740991, or a string of digits"

/** An amount in a request. JSON numbers above 2^53 - 1 may have been rounded on their way, so they are refused. */
export const amountSchema = z
  .union([z.int(AMOUNT_RULE).min(1, AMOUNT_RULE), z.string().regex(/^[1-9]\d{0,18}$/, AMOUNT_RULE)], {
    error: AMOUNT_RULE,
  })
  .transform((value, context) => {
    const amount = BigInt(value)
    if (amount <= MAX_SHANNONS) return shannons(amount)
    context.addIssue("is more CKB than exists")
    return z.NEVER
  })
  .meta({ description: "Shannons: an integer up to 2^53 - 1, or a string of digits", example: "200000000" })

/**
 * Text that PostgreSQL can hold as it is: without NUL, without half a surrogate pair (which would be stored as another character).
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

/** Text that other people read on a page: it must not deceive them, and where there has to be one, there is something to see. */
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
const categorySchema = z.int().min(0).max(MAX_INT4)
export const paymentIdSchema = z.int().min(1).transform(BigInt).meta({ description: "The payment's id" })

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

const splitSchema = z
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
  })

export const slugSchema = z
  .string()
  .overwrite(readSlug)
  .regex(/^[0-9a-hjkmnp-tv-z]{12}$/, "is not the name of a payment link")
  .meta({ description: "What names a payment link in its address, /p/SLUG" })

/** Unknown fields are refused: a misspelt `sender_did` must not be dropped in silence. `null` is refused too: leave it out. */
export const prepareBody = z
  .strictObject({
    sender: addressSchema,
    receiver: addressSchema.optional(),
    amount: amountSchema.optional(),
    splits: z.array(splitSchema).max(32).optional(),
    info: infoSchema.optional(),
    category: categorySchema.optional(),
    sender_did: didSchema.optional(),
    receiver_did: didSchema.optional(),
    link: slugSchema.optional(),
  })
  .transform(({ receiver, amount, link, ...rest }, context) => {
    if (link !== undefined) return { ...rest, receiver, amount, link }
    if (receiver === undefined) context.addIssue({ code: "custom", path: ["receiver"], message: "is missing" })
    if (amount === undefined) context.addIssue({ code: "custom", path: ["amount"], message: "is missing" })
    if (receiver === undefined || amount === undefined) return z.NEVER
    return { ...rest, receiver, amount, link: undefined }
  })
  .meta({
    id: "PrepareRequest",
    description: "Through a payment link, what the link says can be left out; what is there must agree with it.",
    override: ({ jsonSchema }: { jsonSchema: { anyOf?: unknown } }) => {
      jsonSchema.anyOf = [{ required: ["receiver", "amount"] }, { required: ["link"] }]
    },
  })

export const createLinkBody = z
  .strictObject({
    receiver: addressSchema,
    amount: amountSchema.optional().meta({ description: "Absent: the payer chooses" }),
    presets: z.array(amountSchema).max(6).optional().meta({ description: "To pick from, where the amount is open" }),
    title: shownText(1, 80)
      .refine((title) => !/[\n\r\t]/.test(title), "must be one line")
      .meta({ description: "Who or what is paid: the heading of the checkout" }),
    note: shownText(0, 500).optional().meta({ description: "For the payer to read" }),
    splits: z.array(splitSchema).max(32).optional(),
    info: infoSchema.optional().meta({ description: "What each of its payments carries as info" }),
    category: categorySchema.optional().meta({ description: "What each of its payments carries as category" }),
    one_time: z.boolean().optional().meta({ description: "For one payment only" }),
    success_url: text(1, 2_000).optional().meta({ description: "https; the payer goes there after paying" }),
    expires_at: z.lazy(() => timeSchema).optional(),
  })
  .meta({ id: "CreateLinkRequest" })
export const slugParams = z.object({ slug: slugSchema })

const clientSecretSchema = text(1, 200).meta({ description: "What prepare returned; X-Client-Secret does as well" })
export const transferBody = z
  .strictObject({ payment_id: paymentIdSchema, raw_tx: rawTxSchema, client_secret: clientSecretSchema.optional() })
  .meta({ id: "TransferRequest" })
export const prepareWithdrawalBody = z
  .strictObject({
    receiver: addressSchema,
    amount: amountSchema.optional().meta({ description: "All that is payable when absent" }),
  })
  .meta({ id: "PrepareWithdrawalRequest" })
export const submitWithdrawalBody = z
  .strictObject({
    withdrawal_id: z.int().min(1).transform(BigInt).meta({ description: "The withdrawal's id" }),
    raw_tx: rawTxSchema,
  })
  .meta({ id: "SubmitWithdrawalRequest" })
export const payoutSettingsBody = z
  .strictObject({
    threshold: amountSchema
      .nullable()
      .optional()
      .meta({ description: "What must be owed before it is paid out by itself; null leaves it to the platform" }),
    paused: z.boolean().optional().meta({ description: "Nothing is paid out by itself" }),
  })
  .meta({ id: "PayoutSettingsRequest", description: "What is absent stays as it is" })
/** The header `X-Client-Secret` does as well, and then no body is needed. */
export const cancelBody = z.strictObject({ client_secret: clientSecretSchema.optional() }).optional()
export const beginSignInBody = z.strictObject({ address: addressSchema })
/** As the wallet's `signMessage` gave it; `identity` matters to JoyID only. */
export const finishSignInBody = z.strictObject({
  address: addressSchema,
  nonce: z.string().regex(/^[0-9a-f]{32}$/, "must be the one that came with the message"),
  signature: text(1, 10_000),
  identity: text(0, 1_000).optional(),
})
export const faucetBody = z.strictObject({ address: addressSchema, amount: amountSchema })
export const mineBody = z.strictObject({ blocks: z.int().min(1).max(1_000) })

/** How an integer that arrives as text stands in the contract. */
function asInteger(limits: { minimum: number; maximum?: number; default?: number }) {
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
    .meta(asInteger({ minimum: 0 })),
})
export const addressParams = z.object({ address: addressSchema })
export const didParams = z.object({ did: didSchema })

export const ENTRY_STATUSES = ["pending", "available", "settling", "paid", "void"] as const
export const SETTLEMENT_STATUSES = ["signed", "committed", "confirmed", "failed"] as const

const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const timeSchema = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 time with its zone, such as 2026-01-31T00:00:00Z" })
  // PostgreSQL's calendar has no year 0, and in UTC the last hours of the year 9999 of a western zone are beyond what ISO 8601
  // writes with four digits. Nothing here is older than 1970 or newer than that, so nothing is lost.
  .transform((value) => new Date(Math.min(LAST_TIME, Math.max(0, Date.parse(value)))))
  .meta({ override: { type: "string", format: "date-time" } })

/** How a list is read on: so many rows, after a cursor. */
export function page(max: number, standard: number) {
  return {
    limit: z
      .string()
      .regex(/^\d{1,9}$/, "must be a whole number")
      .default(String(standard))
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= max, `must be from 1 to ${max}`)
      .meta(asInteger({ minimum: 1, maximum: max, default: standard })),
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

const period = {
  from: timeSchema.optional().meta({ description: "Created at this time or later" }),
  to: timeSchema.optional().meta({ description: "Created at this time or earlier" }),
}

const labels = {
  category: z
    .string()
    .regex(/^\d{1,10}$/, "must be a whole number")
    .transform(Number)
    .refine((category) => category <= MAX_INT4, `must be at most ${MAX_INT4}`)
    .optional()
    .meta(asInteger({ minimum: 0, maximum: MAX_INT4 })),
  info: infoSchema.optional().meta({ description: "Exactly this note" }),
}

const search = text(1, 1_000).optional().meta({ description: "A number, a transaction hash or an address" })

export const paymentsQuery = z.strictObject({
  ...page(200, 50),
  ...period,
  ...labels,
  status: z.enum(PAYMENT_STATUSES).optional(),
  search,
})
const entryFilters = {
  ...period,
  ...labels,
  status: z.enum(ENTRY_STATUSES).optional(),
  kind: z.enum(["receiver", "split"]).optional(),
  note: infoSchema.optional().meta({ description: "Somewhere in the note, in upper or lower case" }),
}
export const entriesQuery = z.strictObject({ ...page(200, 50), ...entryFilters })
export const entriesCsvQuery = z.strictObject(entryFilters)
export const linksQuery = z.strictObject(page(200, 50))
export const incomeQuery = z.strictObject({
  days: z
    .string()
    .regex(/^\d{1,3}$/, "must be a whole number")
    .default("30")
    .transform(Number)
    .refine((days) => days >= 1 && days <= 366, "must be from 1 to 366")
    .meta(asInteger({ minimum: 1, maximum: 366, default: 30 })),
})
export const settlementsQuery = z.strictObject({
  ...page(200, 50),
  ...period,
  status: z.enum(SETTLEMENT_STATUSES).optional(),
  search,
})
export const poolQuery = z.strictObject(page(1_000, 1_000))
