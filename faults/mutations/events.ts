import type { Mutation } from "./mutation"

const MIGRATION = "prisma/migrations/20261130001100_events/migration.sql"
/** Where the function that writes the events of payments stands now. */
const OF_PAYMENTS = "prisma/migrations/20261130060020_project_payments/migration.sql"
const READ_TEST = "lib/event/read.test.ts"

/** Guards of what programs are told: that it is told, once, and that nobody who reads on misses it. */
export const eventMutations: Mutation[] = [
  {
    guard: "an id that may still be written is announced before it is drawn",
    fault: 7,
    file: MIGRATION,
    find: `  PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + "last_value") FROM "event_id_seq";`,
    replace: "  PERFORM 1;",
    red: { file: READ_TEST, test: "misses none that commits later with a smaller id" },
  },
  {
    guard: "a reader stops where somebody may still write",
    fault: 7,
    file: "lib/event/read.ts",
    find: `AND id <= \${horizon} \${ofProject}`,
    replace: `AND \${horizon}::bigint > 0 \${ofProject}`,
    red: { file: READ_TEST, test: "gets each exactly once" },
  },
  {
    guard: "payments of one link are counted one after another",
    fault: 7,
    file: OF_PAYMENTS,
    find: `\n    ORDER BY "id" FOR NO KEY UPDATE;`,
    replace: `;`,
    red: { file: READ_TEST, test: "wait for each other to count" },
  },
  {
    guard: "nobody writes an event by hand",
    fault: 14,
    file: MIGRATION,
    find: `BEFORE INSERT ON "event"\n  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)`,
    replace: `BEFORE INSERT ON "event"\n  FOR EACH STATEMENT WHEN (false)`,
    red: { file: READ_TEST, test: "is written by triggers alone" },
  },
  {
    guard: "a payment that a reorganisation takes back says so",
    fault: 4,
    file: OF_PAYMENTS,
    find: `AND a."status" = 'submitted' THEN 'reorganised'`,
    replace: `AND a."status" = 'submitted' THEN 'submitted'`,
    red: { file: "lib/event/roads.test.ts", test: "that a reorganisation takes back says so" },
  },
]
