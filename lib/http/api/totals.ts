import { z } from "zod"
import { type PartyTotal, TOTAL_STATUSES, TOTALS_BY, type Total, type TotalsBy } from "@/lib/payment/totals"
import { contract } from "../contract"
import { addressParams, categorySchema, infoSchema, labels, MAX_INT4, shannons, text } from "./fields"

const MAX_KEYS = 500
/** So many keys, each as long as it may be, would be more than a forum sends: addresses and links are far shorter. */
const TOTALS_BODY_BYTES = 512 * 1024

const daySchema = z.iso.date("must be a day, such as 2026-01-31").meta({ description: "In UTC" })
const daysOf = {
  from: daySchema.optional().meta({ description: "The first day that counts, by when payments were prepared, in UTC" }),
  to: daySchema.optional().meta({ description: "The last day that counts" }),
}

const KEY_FORMS: Partial<Record<TotalsBy, { form: RegExp; says: string }>> = {
  all: { form: /^all$/, says: 'must be "all"' },
  category: { form: /^(0|[1-9]\d{0,9})$/, says: "must be a category, as a number" },
  day: { form: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, says: "must be a day, such as 2026-01-31" },
  month: { form: /^\d{4}-(0[1-9]|1[0-2])$/, says: "must be a month, such as 2026-01" },
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
    for (const [i, key] of keys.entries())
      if (!isKeyOf(by, key))
        issues.push({ code: "custom", input: key, path: ["keys", i], message: KEY_FORMS[by]?.says ?? "is no key" })
  })
  .meta({ example: { by: "info", keys: ["post-1204", "post-1205"] } })

function isKeyOf(by: TotalsBy, key: string): boolean {
  if (by === "category") return KEY_FORMS.category?.form.test(key) === true && Number(key) <= MAX_INT4
  if (by === "day") return KEY_FORMS.day?.form.test(key) === true && z.iso.date().safeParse(key).success
  return KEY_FORMS[by]?.form.test(key) ?? true
}

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
