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

/** Nothing comes after these: confirmed only in a reorganisation deeper than the confirmations, the others never. */
export const FINAL_STATUSES: readonly PaymentStatus[] = ["confirmed", "cancelled", "expired", "failed"]
