// npm start and npm run dev. Plain JavaScript up to the point where the dependencies are there; then TypeScript goes on.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { ensureDependencies } from "./install.mjs"

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)

try {
  const root = join(import.meta.dirname, "..")
  process.chdir(root)
  // Next reads .env for the pages; reading it here too keeps the database and the chain on the same settings.
  if (existsSync(".env")) process.loadEnvFile(".env")
  await ensureDependencies(say)
  const { register } = await import("tsx/esm/api")
  register()
  const { start } = await import("./start/main.ts")
  await start({ dev: process.argv.includes("--dev") })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
