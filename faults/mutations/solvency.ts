import type { Mutation } from "./mutation"

const SNAPSHOT = "lib/solvency/snapshot.ts"
const EPOCH = "lib/solvency/make-epoch.ts"
const TEST = "lib/solvency/solvency.test.ts"
const MIGRATION = "prisma/migrations/20261130130000_solvency/migration.sql"
const AS_IT_WAS = "says what was owed and held at its block"

/** Guards of what is made public of debts and cells. */
export const solvencyMutations: Mutation[] = [
  {
    guard: "a proof has no payment of a later block",
    fault: 14,
    file: SNAPSHOT,
    find: "WHERE payment_id NOT IN (SELECT payment_id FROM later WHERE payment_id IS NOT NULL)",
    replace: "WHERE true",
    red: { file: TEST, test: AS_IT_WAS },
  },
  {
    guard: "a proof owes what a later block has paid",
    fault: 14,
    file: SNAPSHOT,
    find: "WHERE a.status = 'paid' AND a.kind <> 'fee'",
    replace: "WHERE false",
    red: { file: TEST, test: AS_IT_WAS },
  },
  {
    guard: "a proof has the cells of its block, spent since or not",
    fault: 14,
    file: SNAPSHOT,
    find: "WHERE state = 'spent' AND spent_in >",
    replace: "WHERE false AND spent_in >",
    red: { file: TEST, test: AS_IT_WAS },
  },
  {
    guard: "a proof has no cell of a later block",
    fault: 14,
    file: SNAPSHOT,
    find: "WHERE made_in <=",
    replace: "WHERE 0 * made_in <=",
    red: { file: TEST, test: AS_IT_WAS },
  },
  {
    guard: "a proof is of a final block",
    fault: 7,
    file: EPOCH,
    find: "  const final = await finalHeight(ctx, tip)",
    replace: "  const final = tip.number + 0n * (await finalHeight(ctx, tip))",
    red: { file: TEST, test: "is made once for a block, when that is final" },
  },
  {
    guard: "books that lack transactions of the chain are not made public",
    fault: 14,
    file: EPOCH,
    find: "    if (alarm) {",
    replace: "    if (alarm && alarm.id < 0n) {",
    red: { file: TEST, test: "is not made of books that lack transactions" },
  },
  {
    guard: "what was said of a block is never changed",
    fault: 14,
    file: MIGRATION,
    find: `CREATE TRIGGER "solvency_epoch_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "solvency_epoch"`,
    replace: `CREATE TRIGGER "solvency_epoch_append_only" BEFORE TRUNCATE ON "solvency_epoch"`,
    red: { file: TEST, test: "is made once for a block, when that is final" },
  },
]
