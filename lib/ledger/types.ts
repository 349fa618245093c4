import type { Hex } from "@/lib/hex"

/** What a payment is divided into, as its sender signs it: for the one who is paid, for others, for the platform. */
export const SHARE_KINDS = ["receiver", "split", "fee"] as const
export type ShareKind = (typeof SHARE_KINDS)[number]

/** What one payment owes one party: its shares, and what was given back of them to its sender. */
export const ENTRY_KINDS = [...SHARE_KINDS, "refund"] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** What is owed to others; a fee is the platform's own. */
export const OWED_KINDS = ["receiver", "split", "refund"] as const satisfies readonly EntryKind[]
export type OwedKind = (typeof OWED_KINDS)[number]

/** Who gets how much of a payment, by lock hash. */
export interface Share {
  kind: ShareKind
  lockHash: Hex
  /** shannons */
  amount: bigint
}

/** `reversed`: a refund took it before it was in a payout. */
export const ENTRY_STATUSES = ["pending", "available", "settling", "paid", "void", "reversed"] as const
export type EntryStatus = (typeof ENTRY_STATUSES)[number]

/** The states whose entries are counted for each party, in `account_total`. */
export const COUNTED_STATUSES = ["available", "settling", "paid"] as const satisfies readonly EntryStatus[]

export const LEDGER_ACCOUNTS = [
  "pool",
  "owed",
  "fees",
  "network_fees",
  "capital",
  "payments_in_confirmation",
  "settlements_in_confirmation",
  "loss",
] as const
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number]

/** What the ledger books for a payment. */
export const PAYMENT_EVENTS = [
  "payment_committed",
  "payment_committed_reversed",
  "payment_confirmed",
  "payment_confirmed_reversed",
  "payment_refunded",
  "payment_lost",
  "payment_lost_reversed",
] as const
export type PaymentEvent = (typeof PAYMENT_EVENTS)[number]

/** What changes how much is owed to a party. */
export const OWED_EVENTS = [
  "payment_confirmed",
  "payment_confirmed_reversed",
  "payment_refunded",
  "payment_lost",
  "payment_lost_reversed",
  "settlement_confirmed",
  "settlement_confirmed_reversed",
] as const
export type OwedEvent = (typeof OWED_EVENTS)[number]
