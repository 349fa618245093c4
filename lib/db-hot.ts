import type { CustomTypesConfig, Pool } from "pg"
import pg from "pg"
import { betweenFailpoints } from "@/lib/failpoint"
import type { PrismaClient } from "@/lib/generated/prisma/client"
import { perProcess } from "@/lib/process"

// The few statements that each payment waits for go to the driver as they are, over the connections that Prisma uses
// too: Prisma's own work costs several times what PostgreSQL does for them. Everything else goes through Prisma.

const pools = perProcess("connections of hot paths", () => new WeakMap<object, Pool>())

/** For `connectDatabase`: statements of the hot paths run on the connections of `db`. */
export function shareConnections(db: PrismaClient, pool: Pool): void {
  pools.set(db, pool)
}

/** One statement that is a transaction by itself. PostgreSQL parses it once a connection. */
export interface HotStatement {
  /** unique among them */
  name: string
  text: string
  /** It makes something durable: a failpoint stands on both sides of it. */
  writes: boolean
}

/** As Prisma gives them: 64-bit integers are bigint. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format)),
}

/**
 * Runs a statement outside of any transaction.
 *
 * @param values of its placeholders, in order
 * @throws the driver's DatabaseError, or its error when the database cannot be reached
 */
export async function runHot<Row>(db: PrismaClient, statement: HotStatement, values: unknown[]): Promise<Row[]> {
  const pool = pools.get(db)
  if (!pool) throw new Error("these connections were not made by connectDatabase")
  const { name, text, writes } = statement
  const run = async () => (await pool.query({ name: `hot ${name}`, text, values, types: TYPES })).rows as Row[]
  return writes ? betweenFailpoints(`commit ${name}`, run) : run()
}
