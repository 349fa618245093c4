import { displayCkb, shorten } from "@/lib/client/format"
import { NotFound } from "@/lib/errors"
import { getPaymentLink } from "@/lib/link/query"
import { readSlug } from "@/lib/link/slug"
import { picture } from "../../../picture"

const STATES = { active: null, used: "Paid", closed: "Closed", expired: "Expired" } as const

/** What is shown of a link where it is shared. */
export const GET = picture("/p/{slug}/picture", async (ctx, { slug }) => {
  if (typeof slug !== "string") throw new NotFound("There is no such picture.")
  const link = await getPaymentLink(ctx, readSlug(slug))
  return {
    title: link.title,
    amount: link.amount === null ? "Any amount" : `${displayCkb(link.amount)} CKB`,
    payee: shorten(link.receiver),
    state: STATES[link.status],
  }
})
