import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { z } from "zod"
import { mutations, without } from "./list"
import { faults, type Mutation } from "./mutation"

const ROOT = join(import.meta.dirname, "..", "..")
/** A guard's removal may make a test wait for what never comes. */
const LIMIT_MS = 10 * 60_000

type Verdict = "killed" | "SURVIVED" | "BROKEN: no test ran" | "TIMED OUT: try it on a machine with less to do"

const reportSchema = z.object({
  numFailedTests: z.number(),
  numPassedTests: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ failureMessages: z.array(z.string()) })) })),
})

/**
 * Takes each guard away, in a copy of the project, and runs the test that must notice. A word on the command line
 * chooses the guards or faults that have it in their name; `11-15` chooses those by their place in the list.
 *
 * @returns the exit code: 0 when every test turned red
 */
function main(words: string[]): number {
  const chosen = mutations.filter(({ guard, fault }, index) =>
    words.every((word) => isPlace(word, index + 1) ?? `${guard} ${fault} ${faults[fault]}`.includes(word)),
  )
  // Before anything runs: a list that does not fit the code is not tried in part.
  for (const mutation of chosen) without(mutation, readFileSync(join(ROOT, mutation.file), "utf8"))
  const copy = copyProject()
  const lines = ["| fault | guard taken away | test | result |", "| --- | --- | --- | --- |"]
  let survivors = 0
  try {
    const green = new Map<string, boolean>()
    for (const mutation of chosen) {
      const verdict = tryWithout(copy, mutation, green)
      if (verdict !== "killed") survivors += 1
      const { file, test } = mutation.red
      const name = test ? `${file}: ${test}` : file
      lines.push(`| ${mutation.fault}. ${faults[mutation.fault]} | ${mutation.guard} | ${name} | ${verdict} |`)
      process.stdout.write(`${verdict}: ${mutation.guard}\n`)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
  const table = ["# Guards taken away", "", ...lines, ""].join("\n")
  mkdirSync(join(ROOT, "test-results"), { recursive: true })
  writeFileSync(join(ROOT, "test-results", "mutations.md"), table)
  process.stdout.write(`\n${table}\n${chosen.length} guards, ${survivors} not noticed\n`)
  return survivors === 0 ? 0 : 1
}

/** @returns whether a place is in a range as `11-15`; undefined for any other word */
function isPlace(word: string, place: number): boolean | undefined {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(word) ?? []
  if (first === undefined || last === undefined) return undefined
  return Number(first) <= place && place <= Number(last)
}

/** What git knows of and what is new, with the same packages: nothing is ever changed in place. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "micro-pay-mutations-"))
  const listed = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: ROOT, encoding: "utf8" })
  for (const file of listed.stdout.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(ROOT, file), join(copy, file))
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"))
  return copy
}

function tryWithout(copy: string, mutation: Mutation, green: Map<string, boolean>): Verdict {
  const key = JSON.stringify(mutation.red)
  // A test that is red anyway proves nothing.
  if (!green.has(key)) green.set(key, run(copy, mutation.red) === "SURVIVED")
  if (!green.get(key)) return "BROKEN: no test ran"
  const path = join(copy, mutation.file)
  const whole = readFileSync(path, "utf8")
  writeFileSync(path, without(mutation, whole))
  try {
    return run(copy, mutation.red)
  } finally {
    writeFileSync(path, whole)
  }
}

/** Runs a test. A change that does not compile runs none; one that a busy machine ends says nothing either. */
function run(copy: string, { file, test }: Mutation["red"]): Verdict {
  const report = join(copy, "mutation-report.json")
  rmSync(report, { force: true })
  const config = file.startsWith("faults/") ? "vitest.faults.config.ts" : "vitest.config.ts"
  const named = test ? ["-t", test.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")] : []
  spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      ...["run", file, "--config", config, "--bail", "1", ...named],
      ...["--reporter", "json", "--outputFile", report],
    ],
    // The devnet alone: it refuses what a node refuses, and a real one would take several times as long.
    { cwd: copy, stdio: "ignore", timeout: LIMIT_MS, env: { ...process.env, CKB_BIN: "" } },
  )
  try {
    const result = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")))
    if (result.numFailedTests + result.numPassedTests === 0) return "BROKEN: no test ran"
    if (result.numFailedTests === 0) return "SURVIVED"
    const messages = result.testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ failureMessages }) => failureMessages),
    )
    const noticed = messages.some((message) => !/(Test|Hook) timed out in/.test(message))
    return noticed ? "killed" : "TIMED OUT: try it on a machine with less to do"
  } catch {
    return "BROKEN: no test ran"
  }
}

process.exitCode = main(process.argv.slice(2))
