import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runCommand } from "./command"
import { migrate } from "./migrate"
import { startThrowaway } from "./postgres/throwaway"
import { MIGRATIONS, NO_FILTERS, readSchema, withSchemaEngine } from "./schema-engine"
import { StartError } from "./start-error"

/**
 * Compares what the migrations make, on a throwaway server, with what `schema.prisma` says.
 *
 * @returns the SQL that is missing from the migrations, or undefined when they agree
 */
export async function missingSql(): Promise<string | undefined> {
  const server = await startThrowaway()
  try {
    const url = server.url("postgres")
    await migrate(url)
    const files = [readSchema()]
    const { exitCode, stdout } = await withSchemaEngine(url, (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", files, configDir: join(MIGRATIONS, "..") },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: true,
        filters: NO_FILTERS,
      }),
    )
    return exitCode === 0 ? undefined : (stdout ?? "")
  } finally {
    await server.discard()
  }
}

runCommand(import.meta.url, async () => {
  const argument = process.argv[2]
  const sql = await missingSql()
  if (argument === "--check") {
    if (sql === undefined) return "schema.prisma and the migrations agree"
    throw new StartError(`schema.prisma and the migrations do not agree. Missing:\n${sql}`, {
      todo: "npm run migrate:new -- NAME writes this as a new migration.",
    })
  }
  if (!argument || !/^[a-z0-9_]+$/.test(argument)) {
    throw new StartError("a migration needs a name of small letters, digits and _.", {
      todo: "npm run migrate:new -- NAME",
    })
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14)
  const folder = join(MIGRATIONS, `${stamp}_${argument}`)
  mkdirSync(folder)
  writeFileSync(
    join(folder, "migration.sql"),
    sql ?? "-- schema.prisma has nothing new: write what Prisma cannot state here.\n",
  )
  return `wrote ${folder}/migration.sql: read it, and add checks and triggers where they are needed`
})
