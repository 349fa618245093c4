// npm start and npm run dev. Plain JavaScript up to the point where the dependencies are there; then TypeScript goes
// on.
import { join } from "node:path"
import { loadEnvFile } from "./env-file.mjs"
import { ensureDependencies } from "./install.mjs"

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`)

try {
  const root = join(import.meta.dirname, "..")
  process.chdir(root)
  // npm, which installs, has no use for what stands in the file.
  await ensureDependencies(say)
  const fromFile = loadEnvFile(".env")
  const { register } = await import("tsx/esm/api")
  register()
  const { start } = await import("./start/main.ts")
  await start({ dev: process.argv.includes("--dev"), fromFile })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
