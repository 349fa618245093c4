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
