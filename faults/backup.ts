import { Client } from "pg"
import type { Actor } from "@/lib/actor"
import { createChain } from "@/lib/chain/chain"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { Secret } from "@/lib/secret"
import { asOwner } from "@/test/support/postgres"

/**
 * A copy of a database as it is now, on the same server. The connections to it are ended for that; a context opens new
 * ones by itself.
 */
export async function backUp({ config }: Context, name: string): Promise<string> {
  const url = new URL(config.databaseUrl.reveal())
  const original = url.pathname.slice(1)
  const maintenance = new URL(asOwner(url.href))
  maintenance.pathname = "/postgres"
  const client = new Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    await client.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1`, [original])
    await client.query(`CREATE DATABASE "${original}_${name}" TEMPLATE "${original}"`)
  } finally {
    await client.end()
  }
  url.pathname = `/${original}_${name}`
  return url.toString()
}

/** The same installation on another database. */
export async function onDatabase<A extends Actor>(
  { config, log, actor }: Context<A>,
  databaseUrl: string,
): Promise<Context<A>> {
  const restored = { ...config, databaseUrl: new Secret(databaseUrl) }
  return { config: restored, log, actor, db: connectDatabase(databaseUrl, 10), chain: await createChain(restored) }
}
