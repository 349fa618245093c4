import type { Mutation } from "./mutation"

const REFUND = "lib/refund/refund.ts"
const REFUND_TEST = "lib/refund/refund.test.ts"
const CONSTRAINTS_TEST = "lib/refund/refund-constraints.test.ts"
const ENTRIES = "prisma/migrations/20261130100010_refunded_entries/migration.sql"
const EVENTS = "prisma/migrations/20261130100015_refund_events/migration.sql"

/** Guards of what is given back. */
export const refundMutations: Mutation[] = [
  {
    guard: "a splitter gives back no more than the receiver does",
    fault: 14,
    file: REFUND,
    find: "  if (wanted > left) throw",
    replace: "  if (wanted > left && left < 0n) throw",
    red: { file: REFUND_TEST, test: "nothing of a splitter for a receiver who was paid" },
  },
  {
    guard: "only what is final is refunded",
    fault: 7,
    file: REFUND,
    find: `  if (payment.status !== "confirmed") {`,
    replace: `  if (payment.status === "prepared") {`,
    red: { file: REFUND_TEST, test: "goes with its payment" },
  },
  {
    guard: "a refund waits while payouts stand still",
    fault: 6,
    file: REFUND,
    find: `{ scope: "settlement" }`,
    replace: `{ scope: "self-spend" }`,
    red: { file: REFUND_TEST, test: "while payouts stand still" },
  },
  {
    guard: "the platform's fee comes back by setting alone",
    fault: 14,
    file: REFUND,
    find: `    AND (kind <> 'fee' OR `,
    replace: `    AND (kind <> 'fee' OR true OR `,
    red: { file: REFUND_TEST, test: "owes the sender what each party gives" },
  },
  {
    guard: "what a refund took is taken back with its payment no second time",
    fault: 14,
    file: "lib/ledger/post.ts",
    find: " AND a.status <> 'reversed' GROUP BY 1, 2, 3",
    replace: " GROUP BY 1, 2, 3",
    red: { file: REFUND_TEST, test: "goes with its payment" },
  },
  {
    guard: "what was reversed never comes back",
    fault: 14,
    file: ENTRIES,
    find: `  IF OLD."status" = 'reversed'\n    OR `,
    replace: "  IF ",
    red: { file: CONSTRAINTS_TEST, test: "an entry that was reversed" },
  },
  {
    guard: "the database gives to nobody but the sender",
    fault: 14,
    file: EVENTS,
    find: `a."kind" <> 'refund' OR a."lock_hash" = p."sender_lock_hash"`,
    replace: "true",
    red: { file: CONSTRAINTS_TEST, test: "gives to nobody but the sender" },
  },
  {
    guard: "who may operate the platform gives away nothing",
    fault: 16,
    file: "lib/http/access.ts",
    find: `    operator: "approve",\n    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isMadeOutTo`,
    replace: `    operator: "operate",\n    isTheirs: (ctx, lockHash, { params }: PathHas<{ id: bigint }>) => isMadeOutTo`,
    red: { file: "app/api/refund.test.ts", test: "and nobody else" },
  },
]
