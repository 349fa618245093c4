import { Client, type ClientBase, type ClientConfig, DatabaseError, type PoolConfig } from "pg"

/** The database cannot be used as it is reached; the message says how to mend it, and never quotes the URL. */
export class DatabaseUnusable extends Error {
  override readonly name = "DatabaseUnusable"
}

/** What every connection to PostgreSQL is made from, a single one or a pool's. */
export function sessionPool(url: string, connections: number): PoolConfig {
  return { connectionString: url, max: connections, onConnect: prepareSession }
}

/**
 * One connection of its own.
 *
 * @throws the driver's error when the database cannot be reached; DatabaseUnusable when its sessions are not as they
 *   must be
 */
export async function openSession(url: string, settings: ClientConfig = {}): Promise<Client> {
  const client = new Client({ connectionString: url, ...settings })
  // A connection that breaks while idle would end the process; whoever uses it next gets the error.
  client.on("error", () => {})
  try {
    await client.connect()
    await prepareSession(client)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/**
 * Makes a new session speak UTC. Prisma's adapter drops a timestamp's zone offset and reads what is left as UTC, so
 * another zone would shift every time. A statement and no startup parameter: `options` of the URL replaces the code's
 * (pg), and PgBouncer before 1.20 refuses or drops it. Read back, because whatever stands in between may have swallowed
 * it.
 *
 * The tables are in the schema "public", and Prisma's statements say so; another one first in the search path would
 * split them.
 */
export async function prepareSession(client: ClientBase): Promise<void> {
  const results = await client.query(
    "SET TIME ZONE 'UTC'; SELECT current_setting('TimeZone') AS zone, current_schema() AS schema",
  )
  const { zone, schema } = lastRow(results)
  if (zone !== "UTC")
    throw new DatabaseUnusable(
      `The database's session stays in the time zone ${zone}, so every time would be wrong. What stands between it and micro-pay ignores SET TIME ZONE: connect directly, or through a pooler in session mode.`,
    )
  if (schema !== "public")
    throw new DatabaseUnusable(
      `The search path of the database's session begins with ${schema ?? "no schema"}, and micro-pay's tables are in "public". Take search_path out of DATABASE_URL and of the role's settings, or give micro-pay a database of its own.`,
    )
}

function lastRow(results: unknown): { zone?: string; schema?: string | null } {
  const last = Array.isArray(results) ? results.at(-1) : results
  return last?.rows?.[0] ?? {}
}

/**
 * Whether the database can be used at all, asked before anything else, so that what is wrong is told in a sentence.
 *
 * Locks of a session (leader, jobs, migrations) need a connection that stays the same. A pooler in transaction mode
 * lends one server's connection to several clients in turn, and then two open sessions meet the same backend, or one
 * meets several.
 *
 * @throws DatabaseUnusable
 */
export async function checkDatabase(url: string): Promise<void> {
  const sessions: Client[] = []
  try {
    for (const _ of [1, 2]) sessions.push(await openSession(url, { connectionTimeoutMillis: 15_000 }))
    const seen = [new Set<unknown>(), new Set<unknown>()]
    for (const _ of [1, 2, 3]) {
      for (const [index, session] of sessions.entries())
        seen[index]?.add((await session.query("SELECT pg_backend_pid() AS pid")).rows[0]?.pid)
    }
    if (new Set(seen.flatMap((backends) => [...backends])).size !== 2 || seen.some((backends) => backends.size !== 1))
      throw new DatabaseUnusable(
        "Two sessions of the database share their connections: a pooler in transaction or statement mode stands before it. The locks that keep two instances apart do not work there. Use session mode (PgBouncer: pool_mode = session), or connect directly.",
      )
  } catch (error) {
    throw error instanceof DatabaseUnusable ? error : new DatabaseUnusable(inWords(error))
  } finally {
    await Promise.all(sessions.map((session) => session.end().catch(() => {})))
  }
}

/** A driver's error in a sentence. The words of servers and poolers name roles and databases, never passwords. */
function inWords(error: unknown): string {
  const { code, message } = driverError(error)
  if (/unsupported startup parameter/.test(message))
    return `A pooler before the database refuses what DATABASE_URL asks of it (${message}). Take "options" and timeouts out of the URL and give them to the role instead: ALTER ROLE … SET …`
  if (code === "28P01" || code === "28000")
    return `The database refuses the role or password of DATABASE_URL: ${message}.`
  if (code === "3D000") return `DATABASE_URL names a database that does not exist: ${message}.`
  return `The database cannot be reached: ${message}. Check DATABASE_URL, and that the server is running.`
}

function driverError(error: unknown): { code: string; message: string } {
  // Node tries each address of a name, and gathers what went wrong.
  if (error instanceof AggregateError && error.errors.length > 0) return driverError(error.errors[0])
  if (error instanceof DatabaseError) return { code: error.code ?? "", message: error.message }
  return { code: "", message: error instanceof Error ? error.message : String(error) }
}
