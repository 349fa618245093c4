import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Reporter, TestCase, TestModule } from "vitest/node"
import { z } from "zod"
import { ckbNodeAvailable } from "@/test/support/ckb-node"

const rowSchema = z.object({
  fault: z.string(),
  chain: z.string(),
  runs: z.number(),
  checks: z.number(),
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  seen: z.array(z.string()),
  commit: z.string(),
})
type Row = z.infer<typeof rowSchema>

const FOLDER = join(import.meta.dirname, "..", "test-results")
const ROWS = join(FOLDER, "faults.json")

/**
 * One table, fault by fault: how often it was made, how often all invariants were checked, and what came of it. The
 * suite may be run in parts: a part replaces its own rows and keeps the others, and each row names the commit that it
 * was seen on.
 */
export default class FaultReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const fresh = new Map<string, Row>()
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim()
    for (const module of modules) for (const test of module.children.allTests()) addTest(fresh, test, commit)
    const rows = new Map(readRows().map((row) => [keyOf(row), row]))
    // A test that a filter left out says nothing; a chain that is not there does.
    const isAbsent = ({ chain }: Row) => chain === "node" && !ckbNodeAvailable()
    for (const row of fresh.values())
      if (row.passed + row.failed > 0 || (isAbsent(row) && !rows.has(keyOf(row)))) rows.set(keyOf(row), row)
    const table = render([...rows.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)))
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(ROWS, JSON.stringify([...rows.values()], null, 1))
    writeFileSync(join(FOLDER, "faults.md"), table)
    process.stdout.write(`\n${table}\n`)
  }
}

function keyOf({ fault, chain }: Row): string {
  return `${fault} ${chain}`
}

function readRows(): Row[] {
  return existsSync(ROWS) ? z.array(rowSchema).parse(JSON.parse(readFileSync(ROWS, "utf8"))) : []
}

function addTest(rows: Map<string, Row>, test: TestCase, commit: string): void {
  const { fault } = test.meta()
  const chain = /\[(\w+)\]/.exec(test.fullName)?.[1] ?? ""
  const name = fault?.row ?? test.fullName.replace(/ \[\w+\]/, "").replaceAll(" > ", ": ")
  const empty = { runs: 0, checks: 0, passed: 0, failed: 0, skipped: 0, seen: [] }
  const row = rows.get(`${name} ${chain}`) ?? { fault: name, chain, ...empty, commit }
  const { state } = test.result()
  row.runs += state === "skipped" ? 0 : Math.max(1, fault?.runs ?? 1)
  row.checks += fault?.checks ?? 0
  if (fault?.seen) row.seen = [...row.seen, fault.seen]
  if (state === "passed") row.passed++
  else if (state === "failed") row.failed++
  else row.skipped++
  rows.set(keyOf(row), row)
}

function render(rows: Row[]): string {
  const lines = rows.map(({ fault, chain, runs, checks, failed, passed, seen, commit }) => {
    const result = failed > 0 ? `**${failed} failed**` : passed > 0 ? "held" : "skipped"
    const what = [fault, ...seen].join(": ").replaceAll("|", "\\|")
    return `| ${what} | ${chain} | ${runs} | ${checks} | ${result} | ${commit} |`
  })
  return [
    "# Faults",
    "",
    "What `npm run test:faults` made go wrong, and what came of it. A check compares I1 to I9 with the chain's blocks:",
    "`faults/invariants.ts` says what they are. A row without checks looks at what its name says.",
    "",
    "| fault | chain | runs | invariants checked | result | commit |",
    "| --- | --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n")
}
