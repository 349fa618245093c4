import type { Mutation } from "./mutation"

const SETTLE = "lib/settlement/settle.ts"
const WITHDRAW = "lib/withdrawal/submit.ts"
const WITHDRAW_TEST = "lib/withdrawal/withdrawal.test.ts"
const INITIAL = "prisma/migrations/20261122000000_initial/migration.sql"
const ADOPTED = "prisma/migrations/20261125163127_adopted/migration.sql"
const TOTALS = "prisma/migrations/20261130200100_book_totals/migration.sql"
const BOOKS = "lib/ledger/books-constraints.test.ts"

/** Guards of what is owed and paid, and those that the database itself holds. */
export const bookMutations: Mutation[] = [
  {
    guard: "two runs that build the same settlement make one",
    fault: 7,
    file: SETTLE,
    find: `    ON CONFLICT (tx_hash) DO NOTHING RETURNING id\``,
    replace: `    RETURNING id\``,
    red: { file: "lib/settlement/settle.test.ts" },
  },
  {
    guard: "half of the pool stays for senders, however many payouts there are",
    fault: 13,
    file: SETTLE,
    find: `  const most = inPayouts > 0 ? half : free`,
    replace: `  const most = free`,
    red: { file: "lib/settlement/bounds.test.ts", test: "half of the cells stays for senders" },
  },
  {
    guard: "nothing is signed while an alarm is open, whatever was prepared before",
    fault: 6,
    file: "lib/signing/sign.ts",
    find: `        if (scope !== "self-spend") await refuseWhenPaused(db, scope)\n`,
    replace: "",
    red: { file: "lib/signing/sign.test.ts", test: "a pause stops what is not signed yet" },
  },
  {
    guard: "a withdrawal takes only entries that are payable",
    fault: 7,
    file: WITHDRAW,
    find: "  if (amount < row.amount) throw paidMeanwhile(row)\n",
    replace: "",
    red: { file: WITHDRAW_TEST, test: "of a balance that another one has taken" },
  },
  {
    guard: "a withdrawal is submitted once",
    fault: 7,
    file: WITHDRAW,
    find: `    if (settlementId === undefined) return`,
    replace: `    if (settlementId === -1n) return`,
    red: { file: WITHDRAW_TEST, test: "that is submitted ten times at once" },
  },
  {
    guard: "what a withdrawal leaves of an entry stays payable",
    fault: 14,
    file: "lib/ledger/split-entry.ts",
    find: `    SELECT payment_id, receiver, lock_hash, amount - \${part},`,
    replace: `    SELECT payment_id, receiver, lock_hash, amount,`,
    red: { file: WITHDRAW_TEST, test: "of a part splits the last entry" },
  },
  {
    guard: "what rounding leaves goes to the receiver: shares sum to the amount",
    fault: 14,
    file: "lib/divide-amount.ts",
    find: "  const remainder = rest - sum(",
    replace: "  const remainder = (rest * (BASIS_POINTS - 1n)) / BASIS_POINTS - sum(",
    red: { file: "lib/ledger/shares.test.ts", test: "sum to its amount exactly" },
  },
  {
    guard: "an out point is a primary key: the database refuses a second claim",
    fault: 7,
    file: INITIAL,
    find: `    CONSTRAINT "claim_pkey" PRIMARY KEY ("tx_hash","output_index")`,
    replace: `    CONSTRAINT "claim_pkey" CHECK ("output_index" >= 0)`,
    red: { file: "lib/ledger/cells-constraints.test.ts" },
  },
  {
    guard: "who counts what is owed waits for nobody who does too",
    fault: 7,
    file: TOTALS,
    find: `WHERE t."key" = c."key" AND t."status" = c."status"
      LIMIT 1 FOR UPDATE SKIP LOCKED`,
    replace: `WHERE t."key" = c."key" AND t."status" = c."status"
      LIMIT 1 FOR UPDATE NOWAIT`,
    red: { file: "lib/ledger/totals.test.ts" },
  },
  {
    guard: "what was booked lately is compared row by row",
    fault: 14,
    file: "lib/reconciliation/books.ts",
    find: `      NOT EXISTS (\${contradictionsSince(watch.checked)}) AS is_consistent`,
    replace: `      (\${contradictionsSince(watch.checked)} LIMIT 0) IS NULL AS is_consistent`,
    red: { file: "lib/reconciliation/reconcile.test.ts", test: "finds in what was booked lately" },
  },
  {
    guard: "all rows of the books are added up once a day",
    fault: 14,
    file: "lib/reconciliation/overdue.ts",
    find: `    SELECT (full_at > now() - \${FULL_HOURS} * interval '1 hour') IS NOT TRUE AS due FROM reconciliation_watch`,
    replace: `    SELECT full_at IS NULL AND \${FULL_HOURS} > 0 AS due FROM reconciliation_watch`,
    red: { file: "lib/reconciliation/reconcile.test.ts", test: "what is older once a day" },
  },
  {
    guard: "a ledger group sums to zero",
    fault: 14,
    file: INITIAL,
    find: `CREATE CONSTRAINT TRIGGER "ledger_group_is_balanced" AFTER INSERT ON "ledger_entry"`,
    replace: `CREATE CONSTRAINT TRIGGER "ledger_group_is_balanced" AFTER DELETE ON "ledger_entry"`,
    red: { file: BOOKS },
  },
  {
    guard: "the ledger is append-only",
    fault: 14,
    file: INITIAL,
    find: `CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE`,
    replace: `CREATE TRIGGER "ledger_entry_append_only" BEFORE TRUNCATE`,
    red: { file: BOOKS },
  },
  {
    guard: "a payment's entries sum to its amount",
    fault: 14,
    file: INITIAL,
    find: `CREATE CONSTRAINT TRIGGER "account_sums_to_payment" AFTER INSERT OR DELETE OR UPDATE OF "amount", "payment_id"`,
    replace: `CREATE CONSTRAINT TRIGGER "account_sums_to_payment" AFTER DELETE`,
    red: { file: BOOKS },
  },
  {
    guard: "a payment's state only follows one that may precede it",
    fault: 14,
    file: ADOPTED,
    find: `    ('prepared', 'submitted'), ('prepared', 'cancelled'), ('prepared', 'expired'),\n`,
    replace: `    ('prepared', 'submitted'), ('prepared', 'cancelled'), ('prepared', 'expired'), ('expired', 'submitted'),\n`,
    red: { file: "lib/ledger/states-constraints.test.ts" },
  },
  {
    guard: "reconciliation raises the alarm at a deficit",
    fault: 12,
    file: "lib/reconciliation/reconcile.ts",
    find: "    if (!ok) await raiseAlarm(ctx, result)\n",
    replace: "",
    red: { file: "faults/outside.test.ts" },
  },
  {
    guard: "a payout has one next attempt",
    fault: 10,
    file: "lib/settlement/raise-fee.ts",
    find: `WHERE id = \${settlementId} AND status = 'signed' AND tx_hash = \${attempt.tx_hash}\``,
    replace: `WHERE id = \${settlementId} AND status = 'signed'\``,
    red: { file: "lib/settlement/raise-fee.test.ts", test: "has one next attempt, however many workers make it" },
  },
  {
    guard: "a dearer attempt is not made of what is being ended",
    fault: 10,
    file: "lib/settlement/raise-fee.ts",
    find: `(target.settlement_id = t.settlement_id OR`,
    replace: `(target.settlement_id = -t.settlement_id OR`,
    red: { file: "lib/settlement/raise-fee.test.ts", test: "is left alone while it is cheap enough" },
  },
  {
    guard: "exactly what the operator has looked at is signed",
    fault: 7,
    file: "lib/pool/operation.ts",
    find: "  if (plan.built.hash !== txHash)",
    replace: "  if (plan.built.hash.length !== txHash.length)",
    red: { file: "lib/operator/change-pool.test.ts", test: "refuses what it cannot do" },
  },
  {
    guard: "one who cannot be paid keeps nobody else from their money",
    fault: 11,
    file: "lib/settlement/payable.ts",
    find: `    ctx.log.error({ receiver, err: error }, "a receiver cannot be paid")\n    return undefined`,
    replace: "    throw error",
    red: { file: "lib/settlement/settle.test.ts", test: "one receiver who cannot be paid" },
  },
]
