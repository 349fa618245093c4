export const WITHDRAWAL_STATUSES = ["prepared", "submitted", "committed", "confirmed", "expired", "failed"] as const
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number]

export const WITHDRAWAL_METHODS = ["signature", "anyone-can-pay"] as const
/** How a receiver takes out less than a cell of its own needs. */
export type WithdrawalMethod = (typeof WITHDRAWAL_METHODS)[number]
