import { LinkUnavailable } from "@/lib/errors"

/** As the database's function `payment_link_status` says it, the one place that decides. */
export const LINK_STATUSES = ["active", "used", "closed", "expired"] as const
export type LinkStatus = (typeof LINK_STATUSES)[number]

const REASONS: Record<Exclude<LinkStatus, "active">, string> = {
  used: "This link is for one payment, and another one is on its way or done.",
  closed: "This link was closed by the one who made it.",
  expired: "The time to pay through this link is over.",
}

/** What is said to somebody who would pay through a link that cannot be paid. */
export function linkUnavailable(status: Exclude<LinkStatus, "active">): LinkUnavailable {
  return new LinkUnavailable(`${REASONS[status]} Nothing was sent and no money moved. Ask the payee for a new link.`, {
    details: { link_status: status },
  })
}
