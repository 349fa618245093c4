import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm"
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg"
import { type ClientBase, Pool } from "pg"
import { prepareSession } from "@/lib/db-session"
import { MigrationAdapter } from "./schema-adapter"

/**
 * Prisma's own schema engine, in its WebAssembly build. `prisma migrate` wants a native program that is downloaded from
 * outside the package registry; this one comes with `npm install`, reads the same folder and fills the same
 * `_prisma_migrations` table, so either can continue where the other stopped.
 *
 * @param lockTimeoutMs how long one of its statements may wait for a lock; 0 for as long as it takes
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  use: (engine: SchemaEngine) => Promise<T>,
  lockTimeoutMs = 0,
): Promise<T> {
  await loadBindings()
  const schema = readSchema()
  const onConnect = async (client: ClientBase) => {
    await prepareSession(client)
    // By a statement: PgBouncer knows no such startup parameter.
    await client.query("SELECT set_config('lock_timeout', $1, false)", [`${lockTimeoutMs}`])
  }
  const pool = new Pool({ connectionString: databaseUrl, onConnect })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(pool))
    const engine = await bindings.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => {}, adapter)
    try {
      return await use(engine)
    } finally {
      engine.free()
    }
  } finally {
    // Its connections hold the engine's own advisory lock.
    await pool.end()
  }
}

/** No table or enum of this database is managed by anybody else. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] }

const PRISMA = join(import.meta.dirname, "../prisma")
export const MIGRATIONS = join(PRISMA, "migrations")

export function readSchema(): { path: string; content: string } {
  const path = join(PRISMA, "schema.prisma")
  return { path, content: readFileSync(path, "utf8") }
}

/** The migrations on disk, in the order of their names, as the engine wants them. */
export function readMigrations(folder = MIGRATIONS): MigrationList {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: readFileSync(join(MIGRATIONS, "migration_lock.toml"), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(folder, name, "migration.sql"), "utf8") },
      },
    })),
  }
}

let loaded: Promise<void> | undefined

function loadBindings(): Promise<void> {
  loaded ??= (async () => {
    const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"))
    const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, "schema_engine_bg.wasm")), {
      "./schema_engine_bg.js": importsWithoutTimers(),
    })
    bindings.__wbg_set_wasm(instance.exports)
    const begin = instance.exports.__wbindgen_start
    if (typeof begin === "function") begin()
  })()
  return loaded
}

/**
 * The engine never clears its ten-second limit on taking a lock, and that timer alone would keep the program from
 * ending.
 */
function importsWithoutTimers(): WebAssembly.ModuleImports {
  const imports: Record<string, unknown> = { ...bindings }
  for (const [name, original] of Object.entries(imports)) {
    if (!name.startsWith("__wbg_setTimeout") || typeof original !== "function") continue
    imports[name] = (...values: unknown[]) => {
      const timer: unknown = original(...values)
      if (typeof timer === "object" && timer && "unref" in timer && typeof timer.unref === "function") timer.unref()
      return timer
    }
  }
  return imports as WebAssembly.ModuleImports
}
