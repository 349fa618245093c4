import { createServer } from "node:http"
import { json } from "node:stream/consumers"
import { Client } from "pg"
import type { TestProject } from "vitest/node"
import { z } from "zod"
import { generateClient } from "@/scripts/generate"
import { startThrowaway, type ThrowawayServer } from "@/scripts/postgres/throwaway"
import { asServer, migrateForServer } from "@/test/support/database-roles"

declare module "vitest" {
  interface ProvidedContext {
    /** where test files ask for databases */
    databaseDesk: string
  }
}

const TEMPLATE = "micropay_template"
const requestSchema = z.object({ verb: z.enum(["create", "drop"]), url: z.string().optional() })

/**
 * Vitest runs test files in several processes. This desk, in the main process, owns the one PostgreSQL server they
 * share: started at the first request, so that a run of unit tests alone never waits for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await generateClient()
  let starting: Promise<ThrowawayServer> | undefined
  let made = 0
  // CREATE DATABASE … TEMPLATE refuses while another copy of the same template runs.
  let queue: Promise<unknown> = Promise.resolve()

  const serve = async (body: unknown): Promise<{ url: string; ownerUrl: string }> => {
    const { verb, url } = requestSchema.parse(body)
    starting ??= startWithTemplate()
    const server = await starting
    made += 1
    const name = verb === "drop" && url ? new URL(url).pathname.slice(1) : `test_${made}`
    const sql =
      verb === "drop" ? `DROP DATABASE "${name}" WITH (FORCE)` : `CREATE DATABASE "${name}" TEMPLATE ${TEMPLATE}`
    const done = queue.then(() => execute(server.url("postgres"), sql))
    queue = done.catch(() => {})
    await done
    return { url: asServer(server.url(name)), ownerUrl: server.url(name) }
  }

  const desk = createServer((request, response) => {
    json(request)
      .then(serve)
      .then((reply) => response.end(JSON.stringify(reply)))
      .catch((error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)))
  })
  await new Promise<void>((resolve) => desk.listen({ port: 0, host: "127.0.0.1" }, resolve))
  const address = desk.address()
  if (typeof address !== "object" || !address) throw new Error("the database desk has no port")
  project.provide("databaseDesk", `http://127.0.0.1:${address.port}`)

  return async () => {
    desk.closeAllConnections()
    desk.close()
    const server = await starting?.catch(() => undefined)
    await server?.discard()
  }
}

async function startWithTemplate(): Promise<ThrowawayServer> {
  const server = await startThrowaway()
  try {
    await execute(server.url("postgres"), `CREATE DATABASE ${TEMPLATE}`)
    await migrateForServer(server.url(TEMPLATE))
    return server
  } catch (error) {
    await server.discard()
    throw error
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
