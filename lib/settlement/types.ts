export const SETTLEMENT_STATUSES = ["signed", "committed", "confirmed", "failed"] as const
export type SettlementStatus = (typeof SETTLEMENT_STATUSES)[number]

/** A payout to everybody who is owed enough, or one receiver's own. */
export const SETTLEMENT_KINDS = ["payout", "withdrawal"] as const
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number]
