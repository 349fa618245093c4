import { test } from "vitest"
import { connectDatabase, type Db } from "@/lib/db"
import { createDatabase, type TestDatabase } from "./postgres"

/** Where a fixture says how it ends. */
export interface Ending {
  onCleanup(stop: () => Promise<void>): void
}

/** What a test of rows stands on: one empty database for all tests of a file, and a connection to it. */
export function databaseStage() {
  return test.extend("database", { scope: "file" }, emptyDatabase).extend("db", { scope: "file" }, db)
}

/** The same with a database of each test's own. */
export function freshDatabaseStage() {
  return test.extend("database", emptyDatabase).extend("db", db)
}

/** A fixture: a database, which ends with what asked for it. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
export async function emptyDatabase({}, { onCleanup }: Ending): Promise<TestDatabase> {
  const made = await createDatabase()
  onCleanup(made.drop)
  return made
}

/** As the server's role. */
function db({ database }: { database: TestDatabase }, { onCleanup }: Ending): Db {
  const connected = connectDatabase(database.url, 10)
  onCleanup(() => connected.$disconnect())
  return connected
}
