import { readdirSync } from "node:fs"
import { Client, Pool } from "pg"
import { expect, test } from "vitest"
import { createDatabase } from "@/test/support/postgres"
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
  await query(one.url, "CREATE TABLE only_here (id int)")
  const tables = await query(other.url, "SELECT 1 FROM pg_tables WHERE tablename = 'only_here'")
  expect(tables).toEqual([])
  expect(await query(other.url, "SELECT migration_name FROM _prisma_migrations ORDER BY 1")).toEqual(
    onDisk.map((migration_name) => ({ migration_name })),
  )
  await Promise.all([one.drop(), other.drop()])
})

test("instances that start together migrate once", async () => {
  const { url: existing, drop } = await createDatabase()
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
  const pool = new Pool({ connectionString: url })
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
