// npm test. Plain JavaScript up to the point where the dependencies are there; then TypeScript goes on.
import { join } from "node:path"
import { ensureDependencies } from "./install.mjs"

try {
  process.chdir(join(import.meta.dirname, ".."))
  await ensureDependencies((line) => process.stdout.write(`${line}\n`))
  const { register } = await import("tsx/esm/api")
  register()
  const { test } = await import("./test/main.ts")
  process.exitCode = await test()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.stdout.write("0 passed, 1 failed, 0 skipped\n")
  process.exitCode = 1
}
