import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Reporter, TestCase, TestModule } from "vitest/node"

interface Row {
  fault: string
  chain: string
  runs: number
  checks: number
  passed: number
  failed: number
  skipped: number
}

const FOLDER = join(import.meta.dirname, "..", "test-results")

/** One table, fault by fault: how often it was made, how often all invariants were checked, and what came of it. */
export default class FaultReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = new Map<string, Row>()
    for (const module of modules) for (const test of module.children.allTests()) addTest(rows, test)
    const table = render([...rows.values()])
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, "faults.md"), table)
    process.stdout.write(`\n${table}\n`)
  }
}

function addTest(rows: Map<string, Row>, test: TestCase): void {
  const { fault } = test.meta()
  const chain = /\[(\w+)\]/.exec(test.fullName)?.[1] ?? ""
  const name = fault?.row ?? test.fullName.replace(/ \[\w+\]/, "").replaceAll(" > ", ": ")
  const row = rows.get(`${chain} ${name}`) ?? {
    fault: name,
    chain,
    runs: 0,
    checks: 0,
    passed: 0,
    failed: 0,
    skipped: 0,
  }
  const { state } = test.result()
  row.runs += state === "skipped" ? 0 : Math.max(1, fault?.runs ?? 1)
  row.checks += fault?.checks ?? 0
  if (state === "passed") row.passed++
  else if (state === "failed") row.failed++
  else row.skipped++
  rows.set(`${chain} ${name}`, row)
}

function render(rows: Row[]): string {
  // A test that a filter left out says nothing; a chain that is not there does.
  const told = rows.filter(({ passed, failed, chain }) => passed + failed > 0 || chain === "node")
  const lines = told.map(({ fault, chain, runs, checks, failed, passed }) => {
    const result = failed > 0 ? `**${failed} failed**` : passed > 0 ? "held" : "skipped"
    return `| ${fault.replaceAll("|", "\\|")} | ${chain} | ${runs} | ${checks} | ${result} |`
  })
  return [
    "# Faults",
    "",
    "A check compares I1 to I7 with the chain's blocks: `faults/invariants.ts` says what they are. Reorganisations are in `test/reorganisation.test.ts` too.",
    "",
    "| fault | chain | runs | invariants checked | result |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n")
}
