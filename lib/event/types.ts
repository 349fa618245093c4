/** What can have happened, to what. As the database's CHECK has it; its triggers write them. */
export const EVENT_TYPES = [
  "payment.prepared",
  "payment.submitted",
  "payment.committed",
  "payment.confirmed",
  "payment.failed",
  "payment.expired",
  "payment.cancelled",
  "payment.reorganised",
  "refund.created",
  "refund.paid",
  "refund.failed",
  "refund.reorganised",
  "payout.signed",
  "payout.committed",
  "payout.confirmed",
  "payout.failed",
  "payout.reorganised",
  "withdrawal.prepared",
  "withdrawal.submitted",
  "withdrawal.committed",
  "withdrawal.confirmed",
  "withdrawal.failed",
  "withdrawal.expired",
  "withdrawal.reorganised",
  "link.created",
  "link.changed",
  "link.paid",
  "link.expired",
  "link.closed",
  "entry.adopted",
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** The first half of its type. */
export type EventObject = EventType extends `${infer Object}.${string}` ? Object : never
