import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Client } from "pg"
import { openSession } from "@/lib/db-session"
import { migrate } from "@/scripts/migrate"
import { SERVER_ROLE } from "@/scripts/postgres/cluster"
import { checkHistory } from "./check"
import { makeParties } from "./parties"
import { paymentSteps, planStep, type Step } from "./payments"
import { payoutSteps } from "./payouts"
import { type Payee, type Shape, shapeOf } from "./shape"

const MIGRATIONS = join(import.meta.dirname, "..", "..", "prisma", "migrations")
/** The schema in which the history is written. What came later brings it forward, as it did with real ones. */
const WRITTEN_UNDER = "20261130130020_anchor_index"

/** What grows with each payment. */
export const GROWING = [
  ...["payment", "account", "claim", "platform_cell", "chain_transaction"],
  ...["settlement", "payout", "ledger_entry", "event"],
] as const

interface LoadOptions {
  payments: number
  platform: Payee
  /** is told of each step and how many seconds it took */
  say?: (line: string) => void
}

/**
 * Fills an empty database with the history of so many payments and migrates it to the newest schema: entries,
 * transactions, claims, spent cells, settlements with their payouts, the whole ledger, events and totals, so that
 * reconciliation finds no difference. A million takes some minutes.
 *
 * Rows are written in bulk, past triggers and foreign keys and without indexes, into the tables as they were at
 * `WRITTEN_UNDER`; what those would have asked of each is then asked of all. Totals that were kept by then are summed
 * up by the database's own function, and later ones by the migrations that brought them.
 *
 * @param ownerUrl of the role that owns the database, a superuser: only one turns triggers off
 * @throws Error when a rule does not hold
 */
export async function loadHistory(
  ownerUrl: string,
  { payments, platform, say = () => {} }: LoadOptions,
): Promise<Shape> {
  const shape = shapeOf(payments)
  await timed(say, `schema of ${WRITTEN_UNDER}`, () => migrateTo(ownerUrl, WRITTEN_UNDER))
  const db = await openSession(ownerUrl)
  try {
    await db.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET jit = off;
      SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'`)
    await timed(say, "parties", () => makeParties(db, shape))
    const indexes = await dropIndexes(db)
    const steps = [planStep(shape), ...paymentSteps(platform), ...payoutSteps(shape)]
    for (const [what, sql] of steps) await timed(say, what, () => db.query(sql))
    await timed(say, `${indexes.length} indexes`, () => db.query(indexes.join(";\n")))
    for (const [what, sql] of TOTALS) await timed(say, what, () => db.query(sql))
    await timed(say, "sequences", () => setSequences(db, shape))
    await timed(say, "statistics", () => db.query("VACUUM (ANALYZE)"))
    await timed(say, "check", () => checkHistory(db, GROWING))
    await db.query("DROP TABLE bench_plan")
  } finally {
    await db.end()
  }
  await timed(say, "the newest schema", () => migrate(ownerUrl, { serverRole: SERVER_ROLE }))
  await timed(say, "checkpoint", () => writeOut(ownerUrl))
  return shape
}

/**
 * Writes the blocks of the history, as many as the platform keeps. To be called when the database follows the chain of
 * this run: blocks that it has before, it would look for there.
 */
export async function writeBlocks(ownerUrl: string): Promise<void> {
  const db = await openSession(ownerUrl)
  try {
    await db.query(`INSERT INTO block (number, hash, processed_at)
      SELECT DISTINCT ON (block_number) block_number, block_hash, committed_at FROM chain_transaction
      WHERE block_number < 0 AND block_number > (SELECT max(number) FROM block) - 10000`)
  } finally {
    await db.end()
  }
}

/** What is measured then should not also write what was loaded. */
async function writeOut(ownerUrl: string): Promise<void> {
  const db = await openSession(ownerUrl)
  try {
    await db.query("CHECKPOINT")
  } finally {
    await db.end()
  }
}

const TOTALS: Step[] = [
  [
    "payment_total",
    `INSERT INTO payment_total
    SELECT x.field, x.key, d.day, coalesce(p.project_id, 0), coalesce(p.category, -1), count(*), sum(x.amount),
      sum(x.fee), sum(x.refunded)
    FROM payment p
    CROSS JOIN LATERAL totals_of_payment(p) x
    CROSS JOIN LATERAL (VALUES ('infinity'::date), ((p.created_at AT TIME ZONE 'UTC')::date)) AS d(day)
    WHERE p.status = 'confirmed' GROUP BY 1, 2, 3, 4, 5`,
  ],
  // Counted and handed on, all of them, so that no job begins with millions of events.
  [
    "cursors",
    `INSERT INTO event_count (type, bucket, count, seconds)
    SELECT type, 1, count(*), count(*) * 10 FROM event GROUP BY type;
    UPDATE event_count_cursor SET event_id = (SELECT max(id) FROM event);
    UPDATE webhook_cursor SET event_id = (SELECT max(id) FROM event)`,
  ],
]

async function timed<T>(say: (line: string) => void, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  say(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${what}`)
  return result
}

async function migrateTo(ownerUrl: string, last: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "micropay-migrations-"))
  try {
    for (const name of readdirSync(MIGRATIONS))
      if (name <= last) cpSync(join(MIGRATIONS, name), join(folder, name), { recursive: true })
    await migrate(ownerUrl, { folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All but those that stand for a constraint. @returns what makes them again */
async function dropIndexes(db: Client): Promise<string[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i WHERE i.indrelid = ANY($1::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [GROWING],
  )
  for (const { name } of rows) await db.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}

/** Numbers that the history has used are not given again. */
async function setSequences(db: Client, { payments }: Shape): Promise<void> {
  for (const table of GROWING.filter((name) => name !== "claim"))
    await db.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`)
  await db.query(`SELECT setval('ledger_group', (SELECT max(group_id) FROM ledger_entry))`)
  await db.query(`SELECT setval(pg_get_serial_sequence('platform_cell', 'id'), ${payments + 1_000})`)
}
