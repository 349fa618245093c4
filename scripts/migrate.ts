import { setTimeout as sleep } from "node:timers/promises"
import type { SchemaEngine } from "@prisma/schema-engine-wasm"
import type { Client } from "pg"
import { openSession } from "@/lib/db-session"
import { runCommand } from "./command"
import { grantToServer } from "./postgres/grants"
import { NO_FILTERS, readMigrations, withSchemaEngine } from "./schema-engine"
import { loadSettings, setting } from "./settings"
import { StartError } from "./start-error"

/** Any number will do, as long as nothing else on the same database takes it. */
const LOCK = 6_500_000_000
/**
 * Who waits for a table's lock keeps everybody behind them waiting: payments of all instances would stand as long as
 * one slow reader reads. So a migration gives up soon, lets them pass, and tries again.
 */
const PATIENCE = { lockTimeoutMs: 4_000, tries: 5, pauseMs: 3_000 }

/** How soon an instance that waits for its turn asks again. */
const TURN_MS = 200

export interface MigrateOptions {
  /** the role that the server uses when it is another than the URL's: what was migrated is granted to it */
  serverRole?: string
  patience?: Partial<typeof PATIENCE>
  /** where the migrations are, for tests */
  folder?: string
}

/**
 * Brings a database to the newest migration. Instances that start together wait for each other: the first one
 * migrates, the others find nothing to do.
 *
 * @param ownerUrl of the role that owns the tables
 * @returns the names of the migrations that were applied, oldest first
 * @throws StartError when the database cannot be reached or a migration fails
 */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const guard = await openSession(ownerUrl, { connectionTimeoutMillis: 15_000 }).catch((error: Error) => {
    throw new StartError(`the database cannot be reached: ${error.message}`, {
      data: "untouched.",
      todo: "check DATABASE_URL, and that the server is running and its database exists.",
    })
  })
  try {
    await takeTurn(guard)
    const applied = await applyPatiently(ownerUrl, guard, options)
    if (options.serverRole !== undefined) await grantToServer(guard, options.serverRole)
    return applied
  } catch (error) {
    throw explained(error)
  } finally {
    await guard.end()
  }
}

/**
 * Waits until no other instance migrates. Asking again, not waiting in PostgreSQL: a statement that waits there has a
 * snapshot, and an index that is built CONCURRENTLY waits for every snapshot to end, of those who wait for it too.
 */
async function takeTurn(guard: Client): Promise<void> {
  for (;;) {
    const { rows } = await guard.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [LOCK])
    if (rows[0]?.taken) return
    await sleep(TURN_MS)
  }
}

async function applyPatiently(url: string, guard: Client, options: MigrateOptions): Promise<string[]> {
  const { lockTimeoutMs, tries, pauseMs } = { ...PATIENCE, ...options.patience }
  const before = await finishedMigrations(guard)
  const migrationsList = readMigrations(options.folder)
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await guard.query<{ now: string }>("SELECT now()::text AS now")
    try {
      const apply = (engine: SchemaEngine) => engine.applyMigrations({ migrationsList, filters: NO_FILTERS })
      await withSchemaEngine(url, apply, lockTimeoutMs)
      return (await finishedMigrations(guard)).filter((name) => !before.includes(name))
    } catch (error) {
      await forgetFailed(guard, rows[0]?.now ?? "infinity")
      if (!isLockTimeout(error) || attempt >= tries) throw error
      await sleep(pauseMs)
    }
  }
}

async function finishedMigrations(guard: Client): Promise<string[]> {
  const { rows } = await guard.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there")
  if (!rows[0]?.there) return []
  const finished = await guard.query<{ name: string }>(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY migration_name`,
  )
  return finished.rows.map(({ name }) => name)
}

/**
 * What has failed now was undone by PostgreSQL, whole (`schema-adapter.ts`), and may be tried again: it must stand
 * neither in the next start's way nor in the way of instances that sign under the schema as it still is. Older failures
 * are somebody else's.
 */
async function forgetFailed(guard: Client, since: string): Promise<void> {
  const { rows } = await guard.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there")
  if (!rows[0]?.there) return
  await guard.query(
    `UPDATE "_prisma_migrations" SET rolled_back_at = now()
     WHERE finished_at IS NULL AND rolled_back_at IS NULL AND started_at >= $1::timestamptz`,
    [since],
  )
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && /55P03|lock timeout/.test(error.message)
}

function explained(error: unknown): StartError {
  if (isLockTimeout(error))
    return new StartError(
      "the database could not be migrated: a table that must change stays in use by somebody else.",
      {
        data: "as it was; the migration was undone whole.",
        todo: "start again at a quieter moment. Who uses it: SELECT pid, state, xact_start, query FROM pg_stat_activity WHERE xact_start < now() - interval '10 seconds'.",
      },
    )
  return new StartError(
    `the database could not be migrated: ${error instanceof Error ? error.message : String(error)}`,
    {
      data: "a migration is applied whole or not at all; those that succeeded before it stay applied.",
      todo: "see the message above, mend what it names and start again.",
    },
  )
}

runCommand(import.meta.url, async () => {
  loadSettings()
  const url = setting("MIGRATE_DATABASE_URL") ?? setting("DATABASE_URL")
  if (!url)
    throw new StartError("DATABASE_URL is not set.", {
      todo: "set it, or run npm start, which migrates its own database.",
    })
  const serverRole = serverRoleOf(setting("DATABASE_URL"), url)
  const applied = await migrate(url, serverRole === undefined ? {} : { serverRole })
  return applied.length > 0 ? `applied ${applied.join(", ")}` : "nothing to apply: the database is up to date"
})

/** The server's role, when it is another one than the owner's. */
export function serverRoleOf(serverUrl: string | undefined, ownerUrl: string): string | undefined {
  if (serverUrl === undefined) return undefined
  const [server, owner] = [serverUrl, ownerUrl].map((url) => decodeURIComponent(new URL(url).username))
  return server === owner ? undefined : server
}
