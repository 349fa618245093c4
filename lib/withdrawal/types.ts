export const WITHDRAWAL_STATUSES = ["prepared", "submitted", "committed", "confirmed", "expired", "failed"] as const
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number]
