import { AlreadyPaid, LinkUnavailable } from "@/lib/errors"

/** As the database's function `payment_link_status` says it, the one place that decides. */
export const LINK_STATUSES = ["active", "used", "closed", "expired"] as const
export type LinkStatus = (typeof LINK_STATUSES)[number]

const REASONS: Record<Exclude<LinkStatus, "active" | "used">, string> = {
  closed: "This link was closed by the one who made it.",
  expired: "The time to pay through this link is over.",
}

/** What is said to somebody who would pay what has been paid. The payment is named to who may know it. */
export function alreadyPaid(what: "link" | "reference", paymentId: bigint | null = null): AlreadyPaid {
  const subject = what === "link" ? "This link is for one payment" : "This reference is paid once through this link"
  return new AlreadyPaid(`${subject}, and that one is done or on its way. Nothing was sent now and no money moved.`, {
    details: {
      ...(what === "link" ? { link_status: "used" } : {}),
      ...(paymentId === null ? {} : { payment_id: Number(paymentId) }),
    },
  })
}

/** What is said to somebody who would pay through a link that cannot be paid. */
export function linkUnavailable(status: Exclude<LinkStatus, "active">): LinkUnavailable | AlreadyPaid {
  if (status === "used") return alreadyPaid("link")
  return new LinkUnavailable(`${REASONS[status]} Nothing was sent and no money moved. Ask the payee for a new link.`, {
    details: { link_status: status },
  })
}
