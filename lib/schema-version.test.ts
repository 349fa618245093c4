import { Pool } from "pg"
import { expect } from "vitest"
import { SchemaNewer } from "@/lib/errors"
import { KNOWN_MIGRATIONS } from "@/lib/generated/migrations"
import { requireKnownSchema } from "@/lib/schema-version"
import { MigrationAdapter } from "@/scripts/schema-adapter"
import { readMigrations } from "@/scripts/schema-engine"
import { databaseStage } from "@/test/support/database-stage"
import { asOwner, runAsOwner } from "@/test/support/postgres"

const it = databaseStage().extend(
  "look",
  ({ db }) =>
    (known?: string[]) =>
      db.$transaction((transaction) => requireKnownSchema(transaction, known)),
)
const begun = (name: string, columns: string) =>
  `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", ${columns}) VALUES ('${name}', '', '${name}', now())`

it("a build knows the migrations that it was made with", () => {
  expect(KNOWN_MIGRATIONS).toEqual(readMigrations().migrationDirectories.map(({ path }) => path))
})

it("a schema of this version or an older one is signed under", async ({ look }) => {
  await look()
  await look([...KNOWN_MIGRATIONS, "29991231000000_ours"])
})

it("a migration of a newer version stops signing, from its begin on, and whatever its name", async ({
  database,
  look,
}) => {
  for (const name of ["29991231000000_newer", "20200101000000_older_by_its_name"]) {
    await runAsOwner(database.url, begun(name, `"started_at"`))
    await expect(look()).rejects.toThrow(SchemaNewer)
    await expect(look()).rejects.toMatchObject({ code: "SCHEMA_NEWER", retryable: true, retryAfter: 5 })
    await runAsOwner(database.url, `UPDATE "_prisma_migrations" SET "rolled_back_at" = now() WHERE "id" = '${name}'`)
    await look()
  }
})

it("a signature that is under way is waited for by a migration, and commits under the schema that it looked at", async ({
  database,
  db,
}) => {
  const pool = new Pool({ connectionString: asOwner(database.url) })
  try {
    const adapter = await new MigrationAdapter(pool).connect()
    let migrated = false
    let migration: Promise<unknown> = Promise.resolve()
    await db.$transaction(async (transaction) => {
      await requireKnownSchema(transaction)
      // Touches no table that the signature does.
      migration = adapter.executeScript("CREATE TABLE newer (id int)").then(() => {
        migrated = true
      })
      await transaction.$queryRaw`SELECT FROM pg_sleep(0.3)`
      expect(migrated).toBe(false)
    })
    await migration
    expect(migrated).toBe(true)
  } finally {
    await pool.end()
  }
})
