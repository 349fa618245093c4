export const PAYMENT_STATUSES = [
  "prepared",
  "submitted",
  "committed",
  "confirmed",
  "cancelled",
  "expired",
  "failed",
] as const
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

/**
 * How a payment is like one that its sender has made: the same to its payee, or, as far as strangers are told, of the
 * same amount.
 */
export const PAID_BEFORE_KINDS = ["payment", "amount"] as const
export type PaidBeforeKind = (typeof PAID_BEFORE_KINDS)[number]

/** Nothing comes after these: confirmed only in a reorganisation deeper than the confirmations, the others never. */
export const FINAL_STATUSES: readonly PaymentStatus[] = ["confirmed", "cancelled", "expired", "failed"]
