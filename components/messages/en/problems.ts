import type { ProblemCode } from "@/lib/http/problem-meanings"

/** No page of ours sends what these refuse; a pause has a text for each scope. */
type NotHere = "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "IDEMPOTENCY_CONFLICT" | "PAUSED"
type Problem = Exclude<ProblemCode, NotHere> | "UNREACHABLE" | "review" | "walletChanges" | "fallback"

/**
 * What people read for each error code of the API where no reason says more. Every one says whether money moved, and
 * what to do next.
 */
export const problems = {
  fallback: {
    title: "That did not work",
    text: "Nothing was sent and no money moved. Try again in a moment.",
  },
  UNREACHABLE: {
    title: "The server does not answer",
    text: "Check your connection, then try again. Nothing was sent and no money moved.",
  },
  VALIDATION_ERROR: {
    title: "Something that was entered cannot be accepted",
    text: "Nothing was sent and no money moved. Check it and try again.",
  },
  UNAUTHORIZED: { title: "Please sign in", text: "Your session has ended. Nothing changed." },
  FORBIDDEN: { title: "You do not have access", text: "Nothing changed." },
  SECOND_FACTOR_NEEDED: {
    title: "The second factor is needed",
    text: "Nothing was done. Set it up under Account, or sign in again with a code.",
  },
  KEY_REVOKED: {
    title: "This API key has ended",
    text: "Nothing was done. Its project can make a new one.",
  },
  ORIGIN_NOT_ALLOWED: {
    title: "This API key does not belong to this page",
    text: "Nothing was done. Its project can name this page among the key's origins.",
  },
  NOT_FOUND: { title: "Not found", text: "Nothing changed. Check the address of this page." },
  STATE_MISMATCH: {
    title: "This has changed in the meantime",
    text: "Nothing was sent. Check the current state, then try again.",
  },
  HOLD_LOST: {
    title: "Please sign once more",
    text: "This took too long, so it is prepared again. Nothing was sent.",
  },
  INPUT_SPENT: {
    title: "Your wallet has spent this CKB in the meantime",
    text: "This payment was not sent. It is prepared again.",
  },
  TX_MISMATCH: {
    title: "Your wallet changed the transaction",
    text: "What came back is not what was prepared, so nothing was sent and no money moved. Try again, or use another wallet.",
  },
  PAYMENT_IN_PROGRESS: {
    title: "An earlier payment from this wallet is still on its way",
    text: "It goes first. This one was not sent; try again in a few seconds.",
  },
  LINK_UNAVAILABLE: {
    title: "This payment link can no longer be paid",
    text: "Nothing was sent and no money moved. Ask the payee for a new link.",
  },
  ALREADY_PAID: {
    title: "This is paid already",
    text: "A payment for it is done, or on its way. Nothing was sent now and no money moved.",
  },
  ALREADY_PAID_OUT: {
    title: "This has been paid out",
    text: "It can no longer be refunded from the balance. Nothing was refunded. Pay the payer back from your wallet.",
  },
  REFERENCE_TAKEN: {
    title: "Another link of yours has this reference",
    text: "It asks for something else. Nothing was made: close that link first, or use another reference.",
  },
  NAME_UNAVAILABLE: {
    title: "This name cannot be had",
    text: "Nothing changed. Choose another one.",
  },
  INSUFFICIENT_BALANCE: {
    title: "Not enough CKB",
    text: "Nothing was sent and no money moved.",
  },
  INVALID_SIGNATURE: {
    title: "Your signature does not match",
    text: "Nothing was sent and no money moved. Try again, or connect the wallet that owns this address.",
  },
  RATE_LIMITED: {
    title: "Too many tries",
    text: "Nothing was sent and no money moved. Wait a minute, then try again.",
  },
  CHAIN_ERROR: {
    title: "We cannot reach the CKB network at the moment",
    text: "Nothing was sent and no money moved. Try again in a moment.",
  },
  NO_PLATFORM_CELL: {
    title: "Many people are paying right now",
    text: "Nothing was sent and no money moved. Try again in a few seconds.",
  },
  APPROVAL_NEEDED: {
    title: "This payout needs approval",
    text: "The operator approves payouts of this size. Nothing was sent; your balance is safe. Try again later, or withdraw less.",
  },
  CATCHING_UP: {
    title: "The platform is catching up with the chain",
    text: "Nothing was sent and no money moved. Try again in a moment.",
  },
  SCHEMA_NEWER: {
    title: "The platform is being updated",
    text: "Nothing was sent and no money moved. Reload this page in a moment.",
  },
  OVERLOADED: {
    title: "The platform is very busy right now",
    text: "Nothing was sent and no money moved. Try again in a moment.",
  },
  INTERNAL_ERROR: {
    title: "Something went wrong on our side",
    text: "Before you try again, check whether it went through.",
  },
  review: {
    title: "Do not sign this",
    text: "What the server prepared is not what this page shows. Nothing was sent and no money moved. Please tell the operator.",
  },
  walletChanges: {
    title: "This wallet cannot be used here yet",
    text: "It changes the transaction before signing. Nothing was sent and no money moved. Use another wallet or, with JoyID, the device on which you created your account.",
  },
} satisfies Record<Problem, { title: string; text: string }>
