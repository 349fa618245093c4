import { z } from "zod"
import type { PaymentLinkWithSums } from "@/lib/link/query"
import { readSlug } from "@/lib/link/slug"
import type { PaymentLink } from "@/lib/link/types"
import { LINK_STATUSES } from "@/lib/payment/link-status"
import { contract } from "../contract"
import { EXAMPLE_RECEIVER } from "../example-fields"
import {
  addressParams,
  addressSchema,
  amountSchema,
  categorySchema,
  id,
  infoSchema,
  page,
  referenceSchema,
  shannons,
  shownText,
  splitSchema,
  text,
  time,
  timeSchema,
} from "./fields"

export const slugSchema = z
  .string()
  .overwrite(readSlug)
  .regex(/^[0-9a-hjkmnp-tv-z]{12}$/, "is not the name of a payment link")
  .meta({ description: "What names a payment link in its address, /p/SLUG" })

const titleSchema = shownText(1, 80)
  .refine((title) => !/[\n\r\t]/.test(title), "must be one line")
  .meta({ description: "Who or what is paid: the heading of the checkout" })

const MAX_METADATA = 20
const metadataSchema = z
  .record(text(1, 40), text(0, 500))
  .refine((metadata) => Object.keys(metadata).length <= MAX_METADATA, `must have at most ${MAX_METADATA} entries`)
  .refine((metadata) => JSON.stringify(metadata).length <= 8_000, "must have at most 8,000 characters in all")
  .meta({
    description: "At most 20 texts of at most 500 characters that come back with the link. Payers do not see them",
  })

export const createLinkBody = z
  .strictObject({
    receiver: addressSchema,
    amount: amountSchema.optional().meta({ description: "Absent: the payer chooses" }),
    presets: z.array(amountSchema).max(6).optional().meta({ description: "To pick from, where the amount is open" }),
    title: titleSchema,
    note: shownText(0, 500).optional().meta({ description: "For the payer to read" }),
    splits: z.array(splitSchema).max(32).optional(),
    info: infoSchema.optional().meta({ description: "What each of its payments carries as info" }),
    category: categorySchema.optional().meta({ description: "What each of its payments carries as category" }),
    one_time: z.boolean().optional().meta({ description: "For one payment only; a link with a reference always is" }),
    reference: referenceSchema.optional().meta({
      description:
        "The order that it is made for. The same reference again answers the same link; one that is closed or over unpaid gives it back",
    }),
    at_counter: z.boolean().optional().meta({
      description: "Shown on a counter, to be paid at once: once it is paid both sides are shown the same two words",
    }),
    success_url: text(1, 2_000).optional().meta({
      description:
        "https; the payer goes there after paying, with payment_id, tx_hash, the reference, and with a project's link its signature",
    }),
    cancel_url: text(1, 2_000).optional().meta({ description: "https; the payer goes there who does not want to pay" }),
    metadata: metadataSchema.optional(),
    expires_at: timeSchema.optional(),
  })
  .meta({
    id: "CreateLinkRequest",
    example: {
      receiver: EXAMPLE_RECEIVER,
      amount: "200000000",
      title: "Ana's shop",
      note: "Order 7, two cups",
      reference: "order-7",
      metadata: { cart: "7" },
      success_url: "https://shop.example/thanks",
      cancel_url: "https://shop.example/cart",
    },
  })
export const editLinkBody = z
  .strictObject({
    title: titleSchema.optional(),
    note: shownText(0, 500).nullable().optional(),
    presets: z.array(amountSchema).max(6).optional(),
    success_url: text(1, 2_000).nullable().optional(),
    expires_at: timeSchema.nullable().optional(),
  })
  .meta({
    id: "EditLinkRequest",
    description: "What is absent stays as it is; null takes it away",
    example: { title: "Ana's shop, Lisbon", note: null },
  })
export const slugParams = z.object({ slug: slugSchema.meta({ example: "k7x2m9qd4wvt" }) })
export const linksQuery = z.strictObject({
  ...page(200, 50),
  reference: referenceSchema.optional().meta({ description: "The link that has this reference now" }),
})

export const linkReply = z
  .object({
    slug: z.string(),
    receiver: z.string(),
    amount: shannons.nullable().meta({ description: "null: the payer chooses" }),
    presets: z.array(shannons).meta({ description: "To pick from, where the amount is open" }),
    title: z.string(),
    note: z.string().nullable(),
    splits: z.array(
      z.union([z.object({ receiver: z.string(), bps: z.int() }), z.object({ receiver: z.string(), amount: shannons })]),
    ),
    info: z.string().nullable(),
    category: z.int().nullable(),
    one_time: z.boolean(),
    at_counter: z.boolean(),
    reference: z.string().nullable().meta({ description: "The order that it is made for" }),
    success_url: z.string().nullable(),
    cancel_url: z.string().nullable(),
    status: z.enum(LINK_STATUSES).meta({ example: "active" }),
    expires_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: "PaymentLink" })
export type LinkJson = z.infer<typeof linkReply>

export const linkPaymentReply = z
  .object({
    payment_id: id.nullable().meta({ description: "null while nobody has signed one, or once it has failed" }),
  })
  .meta({ id: "LinkPayment" })

/** With what only the project that made it may see. */
export const linkOfProjectReply = linkReply
  .extend({ metadata: z.record(z.string(), z.string()) })
  .meta({ id: "PaymentLinkOfProject" })

const linkSum = z.object({ count: z.int(), amount: shannons })
export const linkWithSumsReply = linkReply
  .extend({
    paid: linkSum
      .extend({ net: shannons.meta({ description: "What of it is the receiver's, after fee and splits" }) })
      .meta({ description: "Payments in a block; amount is what was paid, before the platform's fee" }),
    pending: linkSum.meta({ description: "Payments that are signed and wait for a block" }),
  })
  .meta({ id: "PaymentLinkWithSums" })
export type LinkWithSumsJson = z.infer<typeof linkWithSumsReply>

export function linkJson(link: PaymentLink): LinkJson {
  return {
    slug: link.slug,
    receiver: link.receiver,
    amount: link.amount?.toString() ?? null,
    presets: link.presets.map(String),
    title: link.title,
    note: link.note,
    splits: link.splits.map((split) =>
      "bps" in split ? split : { receiver: split.receiver, amount: split.amount.toString() },
    ),
    info: link.info,
    category: link.category,
    one_time: link.oneTime,
    at_counter: link.atCounter,
    reference: link.reference,
    success_url: link.successUrl,
    cancel_url: link.cancelUrl,
    status: link.status,
    expires_at: link.expiresAt?.toISOString() ?? null,
    created_at: link.createdAt.toISOString(),
  }
}

export function linkOfProjectJson(link: PaymentLink): z.infer<typeof linkOfProjectReply> {
  return { ...linkJson(link), metadata: link.metadata }
}

export function linkWithSumsJson(link: PaymentLinkWithSums): LinkWithSumsJson {
  const sum = ({ count, amount }: PaymentLinkWithSums["pending"]) => ({ count, amount: amount.toString() })
  return {
    ...linkJson(link),
    paid: { ...sum(link.paid), net: link.paid.net.toString() },
    pending: sum(link.pending),
  }
}

export const createLink = contract({
  method: "POST",
  path: "/api/link",
  summary:
    "Make a payment link. The payer opens /p/SLUG. With an API key the link, and all it brings, is the project's.",
  access: "receiver",
  key: "link",
  limit: "write",
  idempotent: true,
  body: createLinkBody,
  status: 201,
  reply: linkReply,
  errors: ["ALREADY_PAID", "REFERENCE_TAKEN"],
})

export const editLink = contract({
  method: "POST",
  path: "/api/link/{slug}/edit",
  summary: "Change what a payment link says, its presets, its end or the way back. Whom and how much it pays stays.",
  access: "merchant",
  key: "link",
  limit: "write",
  params: slugParams,
  body: editLinkBody,
  reply: linkReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})

export const getLink = contract({
  method: "GET",
  path: "/api/link/{slug}",
  summary: "A payment link, as its checkout shows it",
  access: "public",
  limit: "read",
  cors: true,
  params: slugParams,
  reply: linkReply,
  errors: ["NOT_FOUND"],
})

export const getLinkPayment = contract({
  method: "GET",
  path: "/api/link/{slug}/payment",
  summary: "Which payment a link for one payment has: the one that is on its way or done",
  access: "merchant",
  key: "read",
  limit: "read",
  params: slugParams,
  reply: linkPaymentReply,
  errors: ["NOT_FOUND"],
})

export const closeLink = contract({
  method: "POST",
  path: "/api/link/{slug}/close",
  summary: "End a payment link. What is signed already goes on.",
  access: "merchant",
  key: "link",
  limit: "write",
  params: slugParams,
  reply: linkReply,
  errors: ["NOT_FOUND"],
})

export const listLinks = contract({
  method: "GET",
  path: "/api/receiver/{address}/links",
  summary: "The payment links of this address with what came in through them, newest first, without those of a counter",
  access: "party",
  limit: "read",
  paged: true,
  params: addressParams,
  query: linksQuery,
  reply: z.array(linkWithSumsReply),
})

export const listLinksOfProject = contract({
  method: "GET",
  path: "/api/link",
  summary: "The payment links of the project whose API key asks, newest first; all of them for an operator",
  access: "reader",
  key: "read",
  limit: "read",
  paged: true,
  query: linksQuery,
  reply: z.array(linkOfProjectReply),
})
