import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { CONTRACTS } from "@/lib/http/api/contracts"
import { contractsSeenIn, SEEN_IN } from "@/test/support/promised-replies"

const ROOT = join(import.meta.dirname, "..", "..")
const FILES = Object.keys(SEEN_IN) as (keyof typeof SEEN_IN)[]

describe("what the contract promises", () => {
  test("is looked for in exactly one file of tests, contract by contract", () => {
    const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
    const looked = FILES.flatMap((file) => contractsSeenIn(file).map(nameOf))
    expect(looked.sort()).toEqual(CONTRACTS.map(nameOf).sort())
    expect(new Set(looked).size).toBe(looked.length)
  })

  test.each(FILES)("is looked for by %s.test.ts itself, at its end", (file) => {
    const text = readFileSync(join(ROOT, `${file}.test.ts`), "utf8")
    const [, after] = text.split(new RegExp(`^everyReplyIsSeen\\(\\s*"${file}"`, "m"))
    expect(after).toBeDefined()
    expect(after).not.toMatch(/^(describe|test)\b/m)
  })
})
