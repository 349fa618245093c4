import { z } from "zod"
import { type PartyTotal, TOTAL_STATUSES, TOTALS_BY, type Total, type TotalsBy } from "@/lib/payment/totals"
import { contract } from "../contract"
import { addressParams, categorySchema, infoSchema, labels, MAX_INT4, shannons, text } from "./fields"

const MAX_KEYS = 500
/** So many keys, each as long as it may be, would be more than a forum sends: addresses and links are far shorter. */
const TOTALS_BODY_BYTES = 512 * 1024

/** PostgreSQL's calendar has no year 0. */
const hasYear = (day: string) => !day.startsWith("0000")
const NO_DAY = "must be a day, such as 2026-01-31"
const daySchema = z.iso.date(NO_DAY).refine(hasYear, NO_DAY).meta({ description: "In UTC" })
const daysOf = {
  from: daySchema.optional().meta({ description: "The first day that counts, by when payments were prepared, in UTC" }),
  to: daySchema.optional().meta({ description: "The last day that counts" }),
}

const NO_MONTH = "must be a month, such as 2026-01"
const NO_CATEGORY = "must be a category, as a number"
/** What a key must be; elsewhere any text is one, or an address that is looked at when it is read. */
const KEYS: Partial<Record<TotalsBy, z.ZodType<string>>> = {
  all: z.literal("all", 'must be "all"'),
  category: z
    .string()
    .regex(/^(0|[1-9]\d{0,9})$/, NO_CATEGORY)
    .refine((key) => Number(key) <= MAX_INT4, NO_CATEGORY),
  day: daySchema,
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, NO_MONTH)
    .refine(hasYear, NO_MONTH),
}

export const totalsBody = z
  .strictObject({
    by: z.enum(TOTALS_BY),
    keys: z.array(text(1, 1_000)).min(1).max(MAX_KEYS).meta({
      description:
        "What to add up: all (`all`), infos, references, addresses, DIDs, categories (7), days (2026-01-31) or months (2026-01)",
    }),
    ...daysOf,
    category: categorySchema.optional(),
    status: z.enum(TOTAL_STATUSES).default("complete").meta({
      description: "`complete`: all payments that are in a block; `confirmed`: those that are final",
    }),
  })
  .check(({ value: { by, keys }, issues }) => {
    for (const [i, key] of keys.entries()) {
      const [wrong] = KEYS[by]?.safeParse(key).error?.issues ?? []
      if (wrong) issues.push({ code: "custom", input: key, path: ["keys", i], message: wrong.message })
    }
  })
  .meta({ example: { by: "info", keys: ["post-1204", "post-1205"] } })

export const totalReply = z
  .object({
    key: z.string().meta({ example: "post-1204" }),
    count: z.int(),
    amount: shannons.meta({ description: "What senders paid" }),
    fee: shannons.meta({ description: "The platform's part of it" }),
    net: shannons.meta({ description: "amount - fee: what the parties got, before refunds" }),
    refunded: shannons.meta({ description: "What senders got back of it" }),
  })
  .meta({ id: "Total" })
export type TotalJson = z.infer<typeof totalReply>

export function totalJson({ key, count, amount, fee, net, refunded }: Total): TotalJson {
  return {
    ...{ key, count },
    ...{ amount: `${amount}`, fee: `${fee}`, net: `${net}`, refunded: `${refunded}` },
  }
}

export const partyTotalQuery = z.strictObject({ ...daysOf, category: labels.category })
export const partyTotalReply = z
  .object({
    count: z.int(),
    amount: shannons.meta({ description: "Its shares of confirmed payments" }),
    refunded: shannons.meta({ description: "What refunds took of these" }),
  })
  .meta({ id: "PartyTotal" })
export type PartyTotalJson = z.infer<typeof partyTotalReply>

export function partyTotalJson({ count, amount, refunded }: PartyTotal): PartyTotalJson {
  return { count, amount: amount.toString(), refunded: refunded.toString() }
}

export const getTotals = contract({
  method: "POST",
  path: "/api/totals",
  summary:
    "What payments come to for up to 500 keys, in their order; with an API key those of the project. A key without payments has zeros.",
  access: "looker",
  key: "read",
  limit: "read",
  body: totalsBody,
  maxBodyBytes: TOTALS_BODY_BYTES,
  reply: z.array(totalReply),
})

export const getTotalOfInfo = contract({
  method: "GET",
  path: "/api/totals",
  summary:
    "What payments with this info come to, for pages: a publishable key may ask, and is told of its project's payments",
  access: "reader",
  key: "pay",
  limit: "read",
  cors: true,
  query: z.strictObject({ info: infoSchema }),
  reply: totalReply,
})

export const getPartyTotal = contract({
  method: "GET",
  path: "/api/account/{address}/total",
  summary: "What this address has got by confirmed payments, in all or in these days",
  access: "party",
  limit: "read",
  cors: true,
  params: addressParams,
  query: partyTotalQuery,
  reply: partyTotalReply,
})
