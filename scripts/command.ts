import { realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describeFailure } from "./start-error"

/**
 * Runs `main` when the module is the program itself and not an import: prints the line that it returns, or what went
 * wrong, and ends with 1.
 */
export function runCommand(moduleUrl: string, main: () => Promise<string>): void {
  const program = process.argv[1]
  if (program === undefined || realpathSync(program) !== realpathSync(fileURLToPath(moduleUrl))) return
  main().then(
    (line) => process.stdout.write(`${line}\n`),
    (error: unknown) => {
      process.stderr.write(`${describeFailure(error)}\n`)
      process.exitCode = 1
    },
  )
}
