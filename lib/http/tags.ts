import type { Resource } from "./api/contracts"

/** What belongs together in the API's document, in the order in which somebody reads it who builds on it. */
export const TAGS = {
  Payments: `Somebody pays somebody, by one transaction that both the payer and the platform sign.

\`prepared\`: booked, nothing is signed; it ends by itself after two minutes (\`expired\`) or when it is given up
(\`cancelled\`). \`submitted\`: signed and stored, and sent until the chain decides; it cannot be called back.
\`committed\`: in a block. \`confirmed\`: in a block deep enough, and owed to the payee for good: ship now. \`failed\`: the
payer has spent the same cells elsewhere; no money moved. A reorganisation of the chain takes \`committed\` back to
\`submitted\`, from where it goes on by itself.

What a payment owes each party is an entry: \`pending\` until the payment is confirmed, \`available\`, \`settling\` while a
payout pays it, \`paid\`; \`void\` when the payment has failed.`,
  Refunds: `Money goes back to the payer, whole or in part, as long as it has not been paid out.

\`owed\`: the payer is owed it, and is paid like any receiver. \`paid\`: a payout or a withdrawal has paid it. \`failed\`:
the chain took the payment itself back, so there is nothing to give back.`,
  "Payment links": `An address to send a payer to, \`/p/SLUG\`, with all that is to be paid in it.

\`active\`: can be paid. \`used\`: was for one payment, which is confirmed or on its way. \`closed\`: ended by whoever made
it. \`expired\`: its time is over.`,
  Events:
    "What has happened, for good and in order: every change of a payment, a payout, a withdrawal and a link. The same events go to webhooks.",
  Webhooks:
    "Signed messages to your server, by the Standard Webhooks specification: at least once, and in order for each object. What they say is under webhooks in this document.",
  "Projects and keys": "An account for a program that takes payments, and the API keys by which it acts.",
  Totals: "What came in by order, by post, by address, by day: for up to 500 at once.",
  Receivers: "What an address is owed and was paid, its statements, and its public page.",
  Withdrawals: `A receiver takes out what they are owed, now, by a transaction that they sign too.

\`prepared\`: reserves nothing, and ends by itself (\`expired\`). \`submitted\`: signed and stored, and sent until the chain
decides. \`committed\`, \`confirmed\`: in a block, and deep enough. \`failed\`: a cell of it was spent elsewhere; what it was
to pay is owed as before.`,
  Payouts: `The platform pays by itself whoever is owed enough, many receivers at once.

\`signed\`: stored, and sent until the chain decides. \`committed\`, \`confirmed\`: in a block, and deep enough. \`failed\`: a
cell of it was spent elsewhere; what it was to pay is owed as before, and paid by a later one. A reorganisation takes
it back to \`signed\`.`,
  "Signing in": "A wallet's session: whoever signs for an address sees what is its own, and changes it.",
  Solvency:
    "What the platform owes and holds, to be checked by anybody with a CKB node of their own: docs/solvency.md has the formats.",
  Service: "What this installation is and how it does; on a development network, coins and blocks.",
  Operators: "For those who run the installation.",
} as const
export type Tag = keyof typeof TAGS

export const TAG_OF: Record<Resource, Tag> = {
  payment: "Payments",
  refund: "Refunds",
  totals: "Totals",
  link: "Payment links",
  event: "Events",
  webhook: "Webhooks",
  project: "Projects and keys",
  receiver: "Receivers",
  statement: "Receivers",
  profile: "Receivers",
  withdrawal: "Withdrawals",
  settlement: "Payouts",
  solvency: "Solvency",
  session: "Signing in",
  service: "Service",
  rpc: "Service",
  operator: "Operators",
  overview: "Operators",
  paymentRecord: "Operators",
  approval: "Operators",
  pool: "Operators",
  fees: "Operators",
  pause: "Operators",
  job: "Operators",
}
