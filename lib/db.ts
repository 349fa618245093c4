import { PrismaPg } from "@prisma/adapter-pg"
import { sessionPool } from "@/lib/db-session"
import { watchCommits } from "@/lib/failpoint"
import { type Prisma, PrismaClient } from "@/lib/generated/prisma/client"

export type Db = PrismaClient
/** The client inside `db.$transaction`; verbs that must be part of a larger transaction take it. */
export type DbTransaction = Prisma.TransactionClient

/**
 * One pool of connections to PostgreSQL.
 *
 * @param url a `postgresql://` URL
 * @param connections the most connections held at once
 */
export function connectDatabase(url: string, connections = 10): Db {
  return new PrismaClient({
    adapter: watchCommits(new PrismaPg(sessionPool(url, connections))),
    // A request that waits behind many others for a connection should be slow, not fail.
    transactionOptions: { maxWait: 15_000, timeout: 30_000 },
  })
}
