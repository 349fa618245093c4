import { existsSync, readFileSync } from "node:fs"
import { z } from "zod"

/** What a step of `npm test` found. */
export interface Tally {
  passed: string[]
  failed: string[]
  skipped: string[]
}

const vitestSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/** Reads Vitest's JSON report. A file that broke before its first test counts as one failure. */
export function readVitest(file: string): Tally {
  const tally: Tally = { passed: [], failed: [], skipped: [] }
  for (const suite of vitestSchema.parse(parse(file)).testResults) {
    for (const { fullName, status } of suite.assertionResults) {
      if (status === "passed") tally.passed.push(fullName)
      else if (status === "failed") tally.failed.push(fullName)
      else tally.skipped.push(fullName)
    }
    const blamed = suite.assertionResults.some(({ status }) => status === "failed")
    if (suite.status === "failed" && !blamed) tally.failed.push(suite.name)
  }
  return tally
}

interface PlaywrightSuite {
  title: string
  specs: { title: string; tests: { projectName: string; status: string }[] }[]
  suites?: PlaywrightSuite[] | undefined
}

const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(
      z.object({ title: z.string(), tests: z.array(z.object({ projectName: z.string(), status: z.string() })) }),
    ),
    suites: z.array(playwrightSuiteSchema).optional(),
  }),
)
const playwrightSchema = z.object({
  suites: z.array(playwrightSuiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })),
})

/**
 * Reads Playwright's JSON report. A test that passes only when tried again counts as failed: money code must not be
 * flaky.
 */
export function readPlaywright(file: string): Tally {
  const tally: Tally = { passed: [], failed: [], skipped: [] }
  const report = playwrightSchema.parse(parse(file))
  const visit = (suite: PlaywrightSuite) => {
    for (const spec of suite.specs) {
      for (const { projectName, status } of spec.tests) {
        const list = status === "expected" ? tally.passed : status === "skipped" ? tally.skipped : tally.failed
        list.push(`[${projectName}] ${suite.title}: ${spec.title}`)
      }
    }
    suite.suites?.forEach(visit)
  }
  report.suites.forEach(visit)
  for (const error of report.errors) tally.failed.push(`browser tests: ${error.message ?? "unknown error"}`)
  return tally
}

function parse(file: string): unknown {
  if (!existsSync(file)) throw new Error("it wrote no report")
  return JSON.parse(readFileSync(file, "utf8"))
}
