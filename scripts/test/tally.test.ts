import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readPlaywright, readVitest } from "./tally"

function report(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), "micropay-tally-")), "report.json")
  writeFileSync(file, JSON.stringify(content))
  return file
}

test("a test file that breaks before its first test counts as a failure", () => {
  const file = report({ testResults: [{ name: "broken.test.ts", status: "failed", assertionResults: [] }] })
  expect(readVitest(file)).toEqual({ passed: [], failed: ["broken.test.ts"], skipped: [] })
})

test("a failing test is counted once, and skipped ones are named", () => {
  const assertionResults = [
    { fullName: "a", status: "passed" },
    { fullName: "b", status: "failed" },
    { fullName: "c", status: "pending" },
  ]
  const file = report({ testResults: [{ name: "x.test.ts", status: "failed", assertionResults }] })
  expect(readVitest(file)).toEqual({ passed: ["a"], failed: ["b"], skipped: ["c"] })
})

test("a browser test that passes only when tried again has failed", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ projectName: "devnet", status }] })
  const inner = { title: "inner", specs: [spec("flaky", "flaky"), spec("skipped", "skipped")] }
  const file = report({
    suites: [{ title: "pay", specs: [spec("fine", "expected")], suites: [inner] }],
    errors: [{ message: "the server did not start" }],
  })
  expect(readPlaywright(file)).toEqual({
    passed: ["[devnet] pay: fine"],
    failed: ["[devnet] inner: flaky", "browser tests: the server did not start"],
    skipped: ["[devnet] inner: skipped"],
  })
})
