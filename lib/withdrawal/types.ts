export const WITHDRAWAL_STATUSES = ["prepared", "submitted", "committed", "confirmed", "expired", "failed"] as const
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number]

/** Those of a withdrawal's own row; once submitted, it goes through the states of its settlement. */
export const WITHDRAWAL_ROW_STATUSES = [
  "prepared",
  "submitted",
  "expired",
] as const satisfies readonly WithdrawalStatus[]

/** Nothing comes after these: confirmed only in a reorganisation deeper than the confirmations, the others never. */
export const FINAL_WITHDRAWAL_STATUSES: readonly WithdrawalStatus[] = ["confirmed", "expired", "failed"]

export const WITHDRAWAL_METHODS = ["signature", "anyone-can-pay"] as const
/** How a receiver takes out less than a cell of its own needs. */
export type WithdrawalMethod = (typeof WITHDRAWAL_METHODS)[number]
