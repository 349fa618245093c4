import type { ErrorCode } from "@/lib/errors"

/** What only HTTP can get wrong; a verb never throws these. */
export type HttpCode = "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "OVERLOADED"
export type ProblemCode = ErrorCode | HttpCode

/** What each code means and what to do, for who reads the API's document. The title is the one that replies have. */
export const PROBLEM_MEANINGS: Record<ProblemCode, { title: string; meaning: string }> = {
  VALIDATION_ERROR: {
    title: "The request is not valid",
    meaning: "A field is missing, unknown or wrong: `errors` names each. Nothing was done. Mend the request.",
  },
  UNAUTHORIZED: {
    title: "Sign in first",
    meaning: "Nobody known has asked. Send an API key, a client secret or a session.",
  },
  KEY_REVOKED: {
    title: "This API key has ended",
    meaning: "The API key was revoked, or its time is over. Make another.",
  },
  FORBIDDEN: {
    title: "Not allowed",
    meaning:
      "Known, and not allowed: the key lacks the scope, the secret is another payment's, the wallet another one.",
  },
  SECOND_FACTOR_NEEDED: {
    title: "The second factor is needed",
    meaning: "The operator must show the code of their second factor.",
  },
  ORIGIN_NOT_ALLOWED: {
    title: "This API key does not belong to this page",
    meaning: "A publishable key works on the pages of its origins alone.",
  },
  NOT_FOUND: {
    title: "Not found",
    meaning: "There is no such thing, or it is another project's.",
  },
  METHOD_NOT_ALLOWED: {
    title: "Method not allowed",
    meaning: "The header `Allow` says what is possible at this address.",
  },
  STATE_MISMATCH: {
    title: "Not possible in this state",
    meaning: "What is asked for does not go with the state of now, such as cancelling what is signed. Read the state.",
  },
  HOLD_LOST: {
    title: "Prepare this payment again",
    meaning: "The platform's cell went to another payment. Nothing was sent. Prepare again and sign that.",
  },
  INPUT_SPENT: {
    title: "A cell of this payment is already spent",
    meaning: "The payer has spent the same cells elsewhere. Nothing was sent. Prepare again.",
  },
  TX_MISMATCH: {
    title: "Not the transaction that was prepared",
    meaning: "Something besides the signature differs. Sign the transaction as it came.",
  },
  PAYMENT_IN_PROGRESS: {
    title: "An earlier payment is still on its way",
    meaning: "All cells of the payer are in a payment that waits for a block. Try again after `Retry-After`.",
  },
  LINK_UNAVAILABLE: {
    title: "This payment link cannot be paid",
    meaning: "The link is closed or over: `link_status` says which. Nothing was sent.",
  },
  ALREADY_PAID: {
    title: "This is paid already",
    meaning: "What is paid once is paid, or is being paid: `payment_id` says by which. Do not pay again.",
  },
  ALREADY_PAID_OUT: {
    title: "This has been paid out",
    meaning:
      "The receiver has the money: `left` is what can still be refunded, and `pay_back` a checkout that pays the payer.",
  },
  REFERENCE_TAKEN: {
    title: "Another link has this reference",
    meaning: "A link for this order exists and asks for something else: `link` is its slug.",
  },
  NAME_UNAVAILABLE: {
    title: "This name cannot be had",
    meaning: "`name_is` says `taken`, `reserved` or `used_up`.",
  },
  IDEMPOTENCY_CONFLICT: {
    title: "This idempotency key was used for another request",
    meaning: "One key, one request. Take a new key for a new request.",
  },
  APPROVAL_NEEDED: {
    title: "The operator must approve this payout",
    meaning: "The amount is above a limit. Ask again once it is approved.",
  },
  PAYLOAD_TOO_LARGE: {
    title: "The request is too large",
    meaning: "The body is longer than this route takes.",
  },
  INSUFFICIENT_BALANCE: {
    title: "Not enough CKB",
    meaning: "`missing` says how much is missing. A CKB wallet keeps some 61 CKB to hold the rest.",
  },
  INVALID_SIGNATURE: {
    title: "The signature does not match",
    meaning: "The signature is not that of the sender's lock over this transaction. Nothing was sent. Sign again.",
  },
  RATE_LIMITED: {
    title: "Too many requests",
    meaning: "Nothing was done. Wait as many seconds as `Retry-After` says.",
  },
  INTERNAL_ERROR: {
    title: "Internal error",
    meaning: "Our mistake. Ask for the payment's state before you pay again, and tell the operator the `request_id`.",
  },
  CHAIN_ERROR: {
    title: "The CKB node did not answer",
    meaning: "Try again in a moment. What was signed and stored is sent by itself.",
  },
  NO_PLATFORM_CELL: {
    title: "All platform cells are busy",
    meaning: "Try again after `Retry-After`.",
  },
  PAUSED: {
    title: "Paused by the operator",
    meaning: "The operator or an alarm has paused this: `scope` says what. What is signed already goes on.",
  },
  CATCHING_UP: {
    title: "The platform is catching up with the chain",
    meaning: "Nothing is signed while the newest blocks are not known. Try again after `Retry-After`.",
  },
  OVERLOADED: {
    title: "Too much at once",
    meaning: "Every place for such a request is taken. Try again after `Retry-After`.",
  },
  SCHEMA_NEWER: {
    title: "This server is being replaced",
    meaning: "A newer version is taking over. Ask again in a moment.",
  },
}
