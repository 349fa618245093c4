import { Client } from "pg"
import { expect, test } from "vitest"
import { createDatabase } from "@/test/support/postgres"

test("each test file has a migrated database of its own", async () => {
  const [one, other] = await Promise.all([createDatabase(), createDatabase()])
  expect(one.url).not.toBe(other.url)
  const client = new Client({ connectionString: one.url })
  await client.connect()
  const { rows } = await client.query("select count(*)::int n from _prisma_migrations")
  expect(rows[0].n).toBeGreaterThan(0)
  await client.end()
  await Promise.all([one.drop(), other.drop()])
})
