import { PrismaPg } from "@prisma/adapter-pg"
import { Pool } from "pg"
import { shareConnections } from "@/lib/db-hot"
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
  const pool = new Pool(sessionPool(url, connections))
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName, disposeExternalPool: true })
  const db = new PrismaClient({
    adapter: watchCommits(adapter),
    // A request that waits behind many others for a connection should be slow, not fail.
    transactionOptions: { maxWait: 15_000, timeout: 30_000 },
  })
  shareConnections(db, pool)
  return db
}

/**
 * Stands in a statement whose best plan depends on how many rows have the values that it asks for. With a name, it
 * might be planned for values of average frequency, and walk through all rows for rare ones.
 */
export const PLANNED_BY_VALUES = "/* planned by its values */"

/** So many statements have a name, more than the code has. Lists of any length would make ever more of them. */
const NAMED_AT_MOST = 500
const names = new Map<string, string>()

/**
 * PostgreSQL keeps what has a name parsed, and where it helps planned, for as long as the connection lasts: that is a
 * third of the work of the short statements here. What a named statement returns may not change: none asks for `*`, so
 * that a migration which adds a column breaks none.
 */
function statementName({ sql }: { sql: string }): string {
  if (sql.includes(PLANNED_BY_VALUES)) return ""
  const known = names.get(sql)
  if (known !== undefined) return known
  // Without a name it is parsed each time.
  if (names.size === NAMED_AT_MOST) return ""
  const name = `micropay ${names.size}`
  names.set(sql, name)
  return name
}
