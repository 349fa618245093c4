import { PrismaPg } from "@prisma/adapter-pg"
import { ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils"
import { DatabaseError, type Pool } from "pg"

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>

/** The migrations' own table, locked against `requireKnownSchema` (lib/schema-version.ts) while the schema changes. */
const LOCK_OUT_SIGNERS = `DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN LOCK TABLE "_prisma_migrations" IN ACCESS EXCLUSIVE MODE; END IF;
END $$;
`

/**
 * Prisma's PostgreSQL adapter, fit for migrations. As it comes, it cuts a script at every `;`, which breaks function
 * bodies, and sends the pieces one by one, so that a failure leaves half a migration behind. Here a script goes to the
 * server in one message, which PostgreSQL runs as one transaction. Only what says CONCURRENTLY, which refuses to be in
 * one, goes statement by statement, each of which must do no harm when it is done again.
 */
export class MigrationAdapter extends PrismaPg {
  constructor(pool: Pool) {
    super(pool)
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => {
      const pieces = isConcurrent(script) ? statementsOf(script) : [LOCK_OUT_SIGNERS + script]
      for (const piece of pieces) await adapter.underlyingDriver().query(piece).catch(refuse)
    }
    adapter.queryRaw = readingLetters(adapter.queryRaw.bind(adapter))
    return adapter
  }
}

/** Whether a migration builds or drops an index beside the running work. */
export function isConcurrent(script: string): boolean {
  return /\bINDEX\s+CONCURRENTLY\b/i.test(withoutComments(script))
}

/** Good for what stands in such a migration: indexes, no function bodies. */
export function statementsOf(script: string): string[] {
  return withoutComments(script)
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "")
}

export function withoutComments(script: string): string {
  return script.replace(/--.*$/gm, "")
}

/** Columns of PostgreSQL's internal type "char" that the engine selects, by their name in the result. */
const LETTERS: Record<string, { selected: string; readable: string }> = {
  constraint_type: {
    selected: "constr.contype AS constraint_type",
    readable: "constr.contype::text AS constraint_type",
  },
  confdeltype: { selected: "con.confdeltype,", readable: "con.confdeltype::text AS confdeltype," },
  confupdtype: { selected: "con.confupdtype,", readable: "con.confupdtype::text AS confupdtype," },
}

/** The adapter cannot read that type, so no schema with a foreign key or a check could be compared without this. */
function readingLetters(queryRaw: Adapter["queryRaw"]): Adapter["queryRaw"] {
  return async (query) => {
    const sql = Object.values(LETTERS).reduce(
      (text, { selected, readable }) => text.replace(selected, readable),
      query.sql,
    )
    const result = await queryRaw({ ...query, sql })
    if (sql === query.sql) return result
    const isLetter = (column: number) => (result.columnNames[column] ?? "") in LETTERS
    return {
      ...result,
      columnTypes: result.columnTypes.map((type, column) => (isLetter(column) ? ColumnTypeEnum.Character : type)),
    }
  }
}

/** Gives the engine the server's own words. */
function refuse(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error
  const { code = "", severity = "ERROR", message, detail, column, hint } = error
  throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint })
}
