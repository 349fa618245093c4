import { Client } from "pg"
import { runCommand } from "./command"
import { NO_FILTERS, readMigrations, withSchemaEngine } from "./schema-engine"
import { StartError } from "./start-error"

/** Any number will do, as long as nothing else on the same database takes it. */
const LOCK = 6_500_000_000

/**
 * Brings a database to the newest migration. Instances that start together wait for each other: the first one
 * migrates, the others find nothing to do.
 *
 * @returns the names of the migrations that were applied, oldest first
 * @throws StartError when the database cannot be reached or a migration fails
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const guard = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000 })
  // A connection that breaks while the engine works is reported by the engine's own; without a listener it would end the process.
  guard.on("error", () => {})
  await guard.connect().catch((error: Error) => {
    throw new StartError(`the database cannot be reached: ${error.message}`, {
      data: "untouched.",
      todo: "check DATABASE_URL, and that the server is running and its database exists.",
    })
  })
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [LOCK])
    return await withSchemaEngine(databaseUrl, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: readMigrations(),
        filters: NO_FILTERS,
      })
      return appliedMigrationNames
    })
  } catch (error) {
    throw new StartError(
      `the database could not be migrated: ${error instanceof Error ? error.message : String(error)}`,
      {
        data: "a migration is applied whole or not at all; those that succeeded before it stay applied.",
        todo: "see the message above. A migration marked as failed is shown by: SELECT * FROM _prisma_migrations WHERE finished_at IS NULL.",
      },
    )
  } finally {
    await guard.end()
  }
}

runCommand(import.meta.url, async () => {
  const url = process.env.DATABASE_URL
  if (!url)
    throw new StartError("DATABASE_URL is not set.", {
      todo: "set it, or run npm start, which migrates its own database.",
    })
  const applied = await migrate(url)
  return applied.length > 0 ? `applied ${applied.join(", ")}` : "nothing to apply: the database is up to date"
})
