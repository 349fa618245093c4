import { PrismaPg } from "@prisma/adapter-pg"
import { DriverAdapterError } from "@prisma/driver-adapter-utils"
import { DatabaseError, type Pool } from "pg"

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>

/**
 * Prisma's PostgreSQL adapter, fit for migrations. As it comes it cuts a script at every `;`, which breaks function
 * bodies, and sends the pieces one by one, so that a failure leaves half a migration behind. Here a script goes to the
 * server in one message, which PostgreSQL runs as one transaction.
 */
export class MigrationAdapter extends PrismaPg {
  constructor(pool: Pool) {
    super(pool)
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script).catch(refuse)
    }
    return adapter
  }
}

/** Gives the engine the server's own words. */
function refuse(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error
  const { code = "", severity = "ERROR", message, detail, column, hint } = error
  throw new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint })
}
