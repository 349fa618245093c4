import type { ProblemCode } from "@/lib/http/problem"

/** No page of ours sends what these refuse. */
type NotOfPages = "METHOD_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "IDEMPOTENCY_CONFLICT"
type Problem = Exclude<ProblemCode, NotOfPages> | "UNREACHABLE" | "review" | "walletChanges" | "fallback"

/** What people read for each error code of the API. Every one says whether money moved, and what to do next. */
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
    title: "Something in this payment is not valid",
    text: "Nothing was sent and no money moved.",
  },
  UNAUTHORIZED: { title: "Please sign in", text: "Your session has ended. Nothing changed." },
  FORBIDDEN: { title: "Not for you to see", text: "Nothing changed." },
  SECOND_FACTOR_NEEDED: {
    title: "The second factor is needed",
    text: "Nothing was done. Set it up under Account, or sign in again with your code.",
  },
  NOT_FOUND: { title: "There is no such thing", text: "Nothing changed. Check the address." },
  STATE_MISMATCH: {
    title: "This payment has moved on",
    text: "Nothing was sent just now. We prepare it again.",
  },
  HOLD_LOST: {
    title: "Please sign once more",
    text: "This took too long, so we prepare it again. Nothing was sent.",
  },
  INPUT_SPENT: {
    title: "Your wallet spent these coins meanwhile",
    text: "Nothing was sent and no money moved. We prepare the payment again.",
  },
  TX_MISMATCH: {
    title: "Your wallet changed the payment",
    text: "What came back is not what was prepared, so nothing was sent and no money moved. Try again, or use another wallet.",
  },
  PAYMENT_IN_PROGRESS: {
    title: "An earlier payment is still on its way",
    text: "It goes first. This one has not been sent; try again in a few seconds.",
  },
  LINK_UNAVAILABLE: {
    title: "This payment link cannot be paid any more",
    text: "Nothing was sent and no money moved. Ask the payee for a new link.",
  },
  ALREADY_PAID: {
    title: "This is paid already",
    text: "A payment for it is done, or on its way. Nothing was sent now and no money moved.",
  },
  REFERENCE_TAKEN: {
    title: "Another link of yours has this reference",
    text: "It asks for something else. Nothing was made: close that link first, or use another reference.",
  },
  INSUFFICIENT_BALANCE: {
    title: "Not enough CKB in this wallet",
    text: "Nothing was sent and no money moved.",
  },
  INVALID_SIGNATURE: {
    title: "Your signature did not match this payment",
    text: "Nothing was sent and no money moved. Try again, or connect the wallet that owns the address you pay from.",
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
    title: "The operator looks at this first",
    text: "Payouts of this size wait for an approval. Nothing was sent; your balance is safe.",
  },
  CATCHING_UP: {
    title: "The platform is reading the newest blocks",
    text: "Nothing was sent and no money moved. It goes on by itself in a moment.",
  },
  PAUSED: {
    title: "Payments are paused",
    text: "The operator is looking into something. Nothing was sent and no money moved.",
  },
  SCHEMA_NEWER: {
    title: "This page is being renewed",
    text: "Nothing was sent and no money moved. Load the page again in a moment.",
  },
  OVERLOADED: {
    title: "Many people are here right now",
    text: "Nothing was sent and no money moved. Try again in a moment.",
  },
  INTERNAL_ERROR: {
    title: "Something went wrong on our side",
    text: "See whether it was done all the same before you try again.",
  },
  review: {
    title: "Do not sign this",
    text: "What the server prepared is not what this page shows. Nothing was sent and no money moved. Please tell the operator.",
  },
  walletChanges: {
    title: "This wallet cannot be used here yet",
    text: "It changes the payment before signing. Nothing was sent and no money moved. Use another wallet or, with JoyID, the device on which you made your account.",
  },
} satisfies Record<Problem, { title: string; text: string }>
