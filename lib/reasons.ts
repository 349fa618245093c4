/**
 * Why exactly, where one code of an error stands for several things. With the numbers beside it a page builds a
 * sentence of its own, in its reader's language.
 */
export const REASONS = [
  // PAUSED: by whom
  "operator",
  "maintenance",
  // INSUFFICIENT_BALANCE of a payer
  "payer_balance",
  "payer_cells",
  // INSUFFICIENT_BALANCE of a withdrawal
  "owed",
  "below_network_fee",
  "least_withdrawal",
  "least_arrival",
  "no_cell",
  // INSUFFICIENT_BALANCE of the operator's
  "pool_lacks",
  "fees_lack",
  // STATE_MISMATCH and HOLD_LOST of a withdrawal
  "withdrawal_over",
  "paid_otherwise",
  "withdrawal_cell_taken",
  // STATE_MISMATCH of a refund
  "not_confirmed",
  "all_refunded",
  // STATE_MISMATCH of the pool
  "plan_changed",
  "few_free_cells",
  "few_enough_cells",
  "cells_too_small",
  // STATE_MISMATCH of a sign-in
  "sign_in_over",
  // NO_PLATFORM_CELL of a withdrawal and of the operator's
  "most_at_once",
  "pool_busy",
  // CHAIN_ERROR although the node answers
  "prepared_too_often",
] as const
export type Reason = (typeof REASONS)[number]

/** The same for a field of a request. */
export const FIELD_REASONS = [
  "no_address",
  "other_network",
  "platform_address",
  "unknown_lock",
  "cannot_pay",
  "cannot_withdraw",
  "twice",
  "too_much",
  "too_small",
  "in_the_past",
  "no_https_address",
  "weak_password",
  "wrong_code",
  "not_searchable",
] as const
export type FieldReason = (typeof FIELD_REASONS)[number]
