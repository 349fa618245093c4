import { inject } from "vitest"
import { z } from "zod"
import { startThrowaway, type ThrowawayServer } from "@/scripts/postgres/throwaway"

const replySchema = z.object({ url: z.string() })

/** A database of a test file's own, on the server that all test files share. */
export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/**
 * Makes a migrated, empty database, in a few milliseconds (a copy of a template). The first call of a run starts the server.
 *
 * @throws Error with what PostgreSQL said
 */
export async function createDatabase(): Promise<TestDatabase> {
  const { url } = replySchema.parse(await ask("create"))
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
  const databaseUrl = server.url("postgres")
  const { migrate } = await import("@/scripts/migrate")
  await migrate(databaseUrl)
  return Object.assign(server, { databaseUrl })
}

async function ask(verb: "create" | "drop", url?: string): Promise<unknown> {
  const reply = await fetch(inject("databaseDesk"), { method: "POST", body: JSON.stringify({ verb, url }) })
  if (!reply.ok) throw new Error(`test database: ${await reply.text()}`)
  return reply.json()
}
