import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client, Pool } from "pg"
import { describe, expect, onTestFinished, test } from "vitest"
import { bytes, cell, entry, FEE, payment } from "@/lib/ledger/constraints.fixture"
import { asOwner, createDatabase } from "@/test/support/postgres"
import { migrate } from "./migrate"
import { MigrationAdapter } from "./schema-adapter"
import { MIGRATIONS } from "./schema-engine"

const onDisk = readdirSync(MIGRATIONS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

test("each test file has a migrated database of its own", async () => {
  const [one, other] = await Promise.all([createDatabase(), createDatabase()])
  await query(asOwner(one.url), "CREATE TABLE only_here (id int)")
  const tables = await query(other.url, "SELECT 1 FROM pg_tables WHERE tablename = 'only_here'")
  expect(tables).toEqual([])
  expect(await query(other.url, "SELECT migration_name FROM _prisma_migrations ORDER BY 1")).toEqual(
    onDisk.map((migration_name) => ({ migration_name })),
  )
  await Promise.all([one.drop(), other.drop()])
})

test("instances that start together migrate once", async () => {
  const { url, drop } = await createDatabase()
  const existing = asOwner(url)
  const name = `fresh_${process.pid}`
  await query(existing, `CREATE DATABASE ${name}`)
  const fresh = new URL(existing)
  fresh.pathname = name
  const applied = await Promise.all([migrate(fresh.href), migrate(fresh.href), migrate(fresh.href)])
  expect(applied.flat()).toEqual(onDisk)
  await query(existing, `DROP DATABASE ${name} WITH (FORCE)`)
  await drop()
})

test("a migration is applied whole or not at all, and function bodies are not cut at their semicolons", async () => {
  const { url, drop } = await createDatabase()
  const pool = new Pool({ connectionString: asOwner(url) })
  const adapter = await new MigrationAdapter(pool).connect()
  await adapter.executeScript("CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;")
  expect(await query(url, "SELECT one()")).toEqual([{ one: 1 }])
  await expect(adapter.executeScript("CREATE TABLE half (id int); SELECT nonsense;")).rejects.toThrow()
  expect(await query(url, "SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([])
  await pool.end()
  await drop()
})

test("a database that cannot be reached is said plainly", async () => {
  await expect(migrate("postgresql://nobody@127.0.0.1:1/none")).rejects.toThrow(/cannot be reached/)
})

/** A database of this version, and a folder of migrations that has one more. */
async function withNewMigration(sql: string) {
  const { url, drop } = await createDatabase()
  const folder = mkdtempSync(join(tmpdir(), "micropay-migrations-"))
  cpSync(MIGRATIONS, folder, { recursive: true })
  mkdirSync(join(folder, "29991231000000_next"))
  writeFileSync(join(folder, "29991231000000_next/migration.sql"), sql)
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true })
    await drop()
  })
  const owner = asOwner(url)
  const patience = { lockTimeoutMs: 200, tries: 2, pauseMs: 100 }
  return { url, owner, bring: () => migrate(owner, { folder, patience }) }
}

describe("a migration on a database that is in use", () => {
  test("gives up when it does not get its lock, says so, and is done by the next start", async () => {
    const { url, owner, bring } = await withNewMigration("ALTER TABLE sign_in ADD COLUMN host TEXT")
    const reader = new Client({ connectionString: url })
    await reader.connect()
    await reader.query("BEGIN; SELECT FROM sign_in")
    await expect(bring()).rejects.toThrow(/a table that must change stays in use/)
    const open = `SELECT 1 FROM "_prisma_migrations" WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL`
    expect(await query(owner, open)).toEqual([])
    await reader.end()
    expect(await bring()).toEqual(["29991231000000_next"])
  })

  test("tries again while the table is in use for a moment", async () => {
    const { url, bring } = await withNewMigration("ALTER TABLE sign_in ADD COLUMN host TEXT")
    const reader = new Client({ connectionString: url })
    await reader.connect()
    await reader.query("BEGIN; SELECT FROM sign_in")
    setTimeout(() => void reader.query("COMMIT"), 250)
    expect(await bring()).toEqual(["29991231000000_next"])
    await reader.end()
  })

  test("that fails leaves nothing behind, and neither stands in the way of the next start", async () => {
    const { owner, bring } = await withNewMigration("CREATE TABLE half (id int); SELECT nonsense;")
    for (let twice = 0; twice < 2; twice++) await expect(bring()).rejects.toThrow(/nonsense/)
    expect(await query(owner, "SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([])
    expect(await migrate(owner)).toEqual([])
  })

  test("builds an index beside the running work", async () => {
    const { url, owner, bring } = await withNewMigration(
      `-- An index that an earlier try left invalid; it has no rows.
       DROP INDEX CONCURRENTLY IF EXISTS "payment_info";
       CREATE INDEX CONCURRENTLY "payment_info" ON "payment" ("info");`,
    )
    const writer = new Client({ connectionString: url })
    await writer.connect()
    await writer.query("SELECT 1")
    expect(await bring()).toEqual(["29991231000000_next"])
    await writer.end()
    const valid = `SELECT indisvalid FROM pg_index WHERE indexrelid = '"payment_info"'::regclass`
    expect(await query(owner, valid)).toEqual([{ indisvalid: true }])
  })
})

test("entries that were divided before parts were known become parts of their share", async () => {
  const { url, drop } = await createDatabase()
  const folder = mkdtempSync(join(tmpdir(), "micropay-migrations-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(MIGRATIONS, folder, { recursive: true })
  for (const name of onDisk.filter((name) => name >= "20261130030000")) rmSync(join(folder, name), { recursive: true })
  const name = `older_${process.pid}`
  await query(asOwner(url), `CREATE DATABASE ${name}`)
  const older = new URL(asOwner(url))
  older.pathname = name
  await migrate(older.href, { folder })
  const rows = [cell({ tx_hash: bytes("c0"), output_index: "0" }), payment(1), entry(1, 70), entry(1, 10, FEE)]
  const rest = (amount: number) => entry(1, amount, { status: "'available'" })
  await query(older.href, `BEGIN; ${[...rows, rest(15), rest(5)].join("; ")}; COMMIT`)
  const changed = "SELECT amount::int, updated_at::text FROM account ORDER BY id"
  const before = await query(older.href, changed)

  await migrate(older.href)
  const parts = await query<{ amount: number; part_of: string | null }>(
    older.href,
    "SELECT amount::int, part_of FROM account ORDER BY id",
  )
  expect(parts).toEqual([
    { amount: 70, part_of: null },
    { amount: 10, part_of: null },
    { amount: 15, part_of: "1" },
    { amount: 5, part_of: "1" },
  ])
  expect(await query(older.href, changed)).toEqual(before)
  await query(asOwner(url), `DROP DATABASE ${name} WITH (FORCE)`)
  await drop()
})
