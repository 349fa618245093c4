/** dead: one of its inputs was spent by another transaction, finally. */
export const TRANSACTION_STATUSES = ["signed", "committed", "confirmed", "dead"] as const
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number]
