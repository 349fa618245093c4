/** What has become of a refund: its sender is owed it, has been paid it, or its payment has left the chain for good. */
export const REFUND_STATUSES = ["owed", "paid", "failed"] as const
export type RefundStatus = (typeof REFUND_STATUSES)[number]
