import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { runCommand } from "./command"
import { writeButton } from "./packages/button"
import { run } from "./process/run"
import { StartError } from "./start-error"

const ROOT = join(import.meta.dirname, "..")
const OUTPUT = join(ROOT, "lib/generated/prisma")
const MARKER = join(ROOT, "lib/generated/made-from")
const KNOWN = join(ROOT, "lib/generated/migrations.ts")

/**
 * Generates the Prisma client from `schema.prisma`, unless it is there already for this schema and this Prisma, the
 * list of migrations, and the button for other sites.
 *
 * @returns whether it was generated
 */
export async function generateClient(): Promise<boolean> {
  listMigrations()
  await writeButton()
  const source = fingerprint()
  if (existsSync(join(OUTPUT, "client.ts")) && existsSync(MARKER) && readFileSync(MARKER, "utf8") === source)
    return false
  rmSync(MARKER, { force: true })
  await runGenerator()
  mkdirSync(dirname(MARKER), { recursive: true })
  writeFileSync(MARKER, source)
  return true
}

/**
 * What this build knows of the schema is part of the build: the folder may be of a newer version by the time somebody
 * asks.
 */
function listMigrations(): void {
  const names = readdirSync(join(ROOT, "prisma/migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const text = `/** Made by scripts/generate.ts: the migrations of this build, oldest first. */
export const KNOWN_MIGRATIONS: readonly string[] = ${JSON.stringify(names, null, 2)}
`
  if (existsSync(KNOWN) && readFileSync(KNOWN, "utf8") === text) return
  mkdirSync(dirname(KNOWN), { recursive: true })
  writeFileSync(KNOWN, text)
}

function fingerprint(): string {
  const hash = createHash("sha256")
  for (const file of ["prisma/schema.prisma", "node_modules/prisma/package.json"])
    hash.update(readFileSync(join(ROOT, file)))
  return hash.digest("hex")
}

async function runGenerator(): Promise<void> {
  const prisma = join(dirname(createRequire(import.meta.url).resolve("prisma/package.json")), "build/index.js")
  const { code, output } = await run(process.execPath, [prisma, "generate"], {
    cwd: ROOT,
    env: {
      ...process.env,
      // Generating needs no native engine; Prisma would download one, from outside the registry, if it were not told
      // that it has it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  })
  if (code !== 0) {
    throw new StartError(`the Prisma client could not be generated:\n${output}`, {
      todo: "see the message above; it names the line of prisma/schema.prisma.",
    })
  }
}

runCommand(import.meta.url, async () => {
  const isNew = await generateClient()
  // Read only now: the API's contracts import the client.
  const { writeApiTypes } = await import("./packages/client")
  await writeApiTypes()
  return isNew ? "generated the Prisma client and the API's types" : "the Prisma client is up to date"
})
