/**
 * Settings of the installations that the tests use, small enough for a test to be paid more than one payout may pay,
 * and to approve more than one operator may alone. Commands beside a running server need the same.
 */
export const LIMITS = { MAX_SETTLEMENT_CKB: "5000", FOUR_EYES_CKB: "20000" }
