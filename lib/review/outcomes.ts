// What the API's codes mean to whoever has signed, or is about to.

/** Of prepare: nothing is wrong with the payment, and the same one succeeds by itself a little later. */
export const WAITING_HELPS: readonly string[] = ["PAYMENT_IN_PROGRESS", "HOLD_LOST", "INPUT_SPENT"]

/** Of a signature: it came too late. Nothing was sent, and the same payment can be prepared and signed again. */
export const SIGN_AGAIN: readonly string[] = ["HOLD_LOST", "INPUT_SPENT", "STATE_MISMATCH"]

/**
 * Of a signature: it is of no use, now or later, and nothing was sent. Of what it does not know the server says none.
 */
export const NEVER_SENT: readonly string[] = [
  ...SIGN_AGAIN,
  ...["TX_MISMATCH", "INVALID_SIGNATURE", "LINK_UNAVAILABLE", "ALREADY_PAID"],
]
