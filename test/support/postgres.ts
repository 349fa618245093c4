import { inject } from "vitest"
import { z } from "zod"
import { openSession } from "@/lib/db-session"
import { startThrowaway, type ThrowawayServer } from "@/scripts/postgres/throwaway"
import { asServer, migrateForServer } from "./database-roles"

const replySchema = z.object({ url: z.string(), ownerUrl: z.string() })

/** Who owns the databases of a server, by the server's host and port. */
const owners = new Map<string, { username: string; password: string }>()

/**
 * The same database as its owner, for what the server's role may not do: changing the schema, turning triggers off,
 * emptying tables.
 *
 * @param url of a database that `createDatabase` or `startOwnPostgres` made, or of a copy of it
 */
export function asOwner(url: string): string {
  const owned = new URL(url)
  const owner = owners.get(owned.host)
  if (!owner) throw new Error("this is no database of the tests")
  return Object.assign(owned, owner).href
}

/** Runs statements as the owner, in one transaction. */
export async function runAsOwner(url: string, statements: string): Promise<void> {
  const owner = await openSession(asOwner(url))
  try {
    await owner.query(statements)
  } finally {
    await owner.end()
  }
}

function rememberOwner(ownerUrl: string): void {
  const { host, username, password } = new URL(ownerUrl)
  owners.set(host, { username, password })
}

/** A database of a test file's own, on the server that all test files share. */
export interface TestDatabase {
  /** as the server reaches it */
  url: string
  drop(): Promise<void>
}

/**
 * Makes a migrated, empty database, in a few milliseconds (a copy of a template). The first call of a run starts the
 * server.
 *
 * @throws Error with what PostgreSQL said
 */
export async function createDatabase(): Promise<TestDatabase> {
  const { url, ownerUrl } = replySchema.parse(await ask("create"))
  rememberOwner(ownerUrl)
  return {
    url,
    drop: async () => {
      await ask("drop", url)
    },
  }
}

/**
 * A PostgreSQL server of the test's own, durable, with one migrated database: for tests that stop, kill or restart it.
 * Everybody else shares one and uses `createDatabase`.
 */
export async function startOwnPostgres(parent?: string): Promise<ThrowawayServer & { databaseUrl: string }> {
  const server = await startThrowaway(true, parent)
  await migrateForServer(server.url("postgres"))
  rememberOwner(server.url("postgres"))
  return Object.assign(server, { databaseUrl: asServer(server.url("postgres")) })
}

async function ask(verb: "create" | "drop", url?: string): Promise<unknown> {
  const reply = await fetch(inject("databaseDesk"), { method: "POST", body: JSON.stringify({ verb, url }) })
  if (!reply.ok) throw new Error(`test database: ${await reply.text()}`)
  return reply.json()
}
