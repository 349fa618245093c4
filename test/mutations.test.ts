import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { mutations, without } from "@/faults/mutations/list"
import { faults } from "@/faults/mutations/mutation"

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8")

describe("the list of guards to take away (npm run test:mutations)", () => {
  it.each(mutations.map((mutation) => [mutation.guard, mutation] as const))(
    "fits the code and names a test that is there: %s",
    (_, mutation) => {
      const text = read(mutation.file)
      expect(without(mutation, text)).not.toBe(text)
      const { file, test } = mutation.red
      expect(read(file)).toContain(test ?? "")
    },
  )

  it("has what each file of the folder lists", () => {
    const folder = join(import.meta.dirname, "..", "faults/mutations")
    const written = readdirSync(folder).flatMap(
      (file) => read(`faults/mutations/${file}`).match(/^ {4}guard: /gm) ?? [],
    )
    expect(written).toHaveLength(mutations.length)
  })

  it("has each guard once, and at least one for each fault", () => {
    expect(new Set(mutations.map(({ guard }) => guard)).size).toBe(mutations.length)
    expect([...new Set(mutations.map(({ fault }) => `${fault}`))].sort()).toEqual(Object.keys(faults).sort())
  })
})
