import { spawn } from "node:child_process"
import { join } from "node:path"
import { ROOT } from "../start/home"
import { readPlaywright, readVitest, type Tally } from "./tally"

/** One part of `npm test`. */
export interface Step {
  name: string
  /** Node programs, run one after the other until one fails */
  programs: string[][]
  /** where the tests of a runner are read from; without it the whole step counts as one test */
  report?: { file: string; read: (file: string) => Tally; variable?: string }
}

const bin = (path: string) => join(ROOT, "node_modules", path)
const TSX = ["--import", "tsx"]

/** Everything that `npm test` runs, quickest first. `reports` is a folder for the runners' reports. */
export function allSteps(reports: string): Step[] {
  const vitest = join(reports, "vitest.json")
  const playwright = join(reports, "playwright.json")
  return [
    {
      name: "format and lint",
      programs: [[bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "--colors=off"]],
    },
    { name: "generated code", programs: [[...TSX, "scripts/generate.ts"]] },
    {
      name: "types",
      programs: [
        [bin("next/dist/bin/next"), "typegen"],
        [bin("typescript/bin/tsc"), "--noEmit"],
      ],
    },
    { name: "packages", programs: [[...TSX, "scripts/build-packages.ts"]] },
    { name: "unused code", programs: [[bin("knip/bin/knip.js")]] },
    { name: "schema and migrations agree", programs: [[...TSX, "scripts/migrate-new.ts", "--check"]] },
    {
      name: "unit and integration tests",
      programs: [
        [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitest}`],
      ],
      report: { file: vitest, read: readVitest },
    },
    { name: "production build", programs: [[...TSX, "scripts/build.ts"]] },
    {
      name: "browser tests",
      programs: [[bin("@playwright/test/cli.js"), "test", "--reporter=list,json"]],
      report: { file: playwright, read: readPlaywright, variable: "PLAYWRIGHT_JSON_OUTPUT_NAME" },
    },
  ]
}

/** Runs a step with its output on the terminal, and says what came of it. */
export async function runStep(step: Step, env: NodeJS.ProcessEnv): Promise<Tally> {
  const { report } = step
  const code = await runAll(step.programs, report?.variable ? { ...env, [report.variable]: report.file } : env)
  if (!report) return { passed: code === 0 ? [step.name] : [], failed: code === 0 ? [] : [step.name], skipped: [] }
  const tally = readReport(step.name, report)
  // A runner may fail although each test passed: an error between tests, or no test at all.
  if (code !== 0 && tally.failed.length === 0) tally.failed.push(`${step.name}: the runner ended with ${code}`)
  if (tally.passed.length + tally.failed.length === 0) tally.failed.push(`${step.name}: no test ran`)
  return tally
}

function readReport(name: string, report: NonNullable<Step["report"]>): Tally {
  try {
    return report.read(report.file)
  } catch (error) {
    return { passed: [], failed: [`${name}: ${error instanceof Error ? error.message : error}`], skipped: [] }
  }
}

async function runAll(programs: string[][], env: NodeJS.ProcessEnv): Promise<number | string> {
  for (const args of programs) {
    const code = await new Promise<number | string>((resolve) => {
      const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] })
      child.once("error", (error) => resolve(error.message))
      child.once("exit", (status, signal) => resolve(signal ?? status ?? 1))
    })
    if (code !== 0) return code
  }
  return 0
}
