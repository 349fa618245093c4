import { describe, expect, test } from "vitest"
import type { z } from "zod"
import * as errors from "@/lib/errors"
import { EVENT_TYPES } from "@/lib/event/types"
import { OPERATIONS } from "./api/contracts"
import { EVENT_DATA } from "./api/event-data"
import { exampleOf } from "./example"
import { openApiDocument } from "./openapi"
import { PROBLEM_MEANINGS } from "./problem-meanings"
import { TAGS } from "./tags"

const document = openApiDocument("https://pay.example")

interface Described {
  operationId: string
  tags: string[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}
interface Media {
  example?: unknown
  examples?: Record<string, unknown>
}
const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path)) as Described[]

describe("the API's document", () => {
  test("names each operation once, by a verb and what it is done to", () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(names).toHaveLength(OPERATIONS.length)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(["createLink", "listEvents", "preparePayment", "getPayment"]))
  })

  test("puts each operation under a tag that it describes, and describes no other", () => {
    const used = new Set(operations.flatMap(({ tags }) => tags))
    expect([...used].sort()).toEqual(Object.keys(TAGS).sort())
  })

  test("says where the server is", () => {
    expect(document.servers).toEqual([{ url: "https://pay.example" }])
  })

  test("has an example for each body and each reply", () => {
    const hasExample = ({ example, examples }: Media) => (example ?? examples) !== undefined
    for (const { operationId, requestBody, responses } of operations) {
      const media = [requestBody, ...Object.values(responses)].flatMap((part) => Object.entries(part?.content ?? {}))
      const without = media.filter(([type, one]) => type !== "text/csv" && !hasExample(one))
      expect(without, operationId).toEqual([])
    }
  })

  test("describes the message of every event", () => {
    expect(Object.keys(document.webhooks ?? {})).toEqual(EVENT_TYPES)
  })
})

describe("an example is what its schema takes", () => {
  const schemas = OPERATIONS.flatMap(({ name, contract: { body, reply } }) =>
    Object.entries({ body, reply }).flatMap(([part, schema]) =>
      schema ? [[`${name}: ${part}`, schema] as [string, z.ZodType]] : [],
    ),
  )
  const data = Object.entries(EVENT_DATA).map(([object, schema]) => [`${object} event`, schema] as [string, z.ZodType])

  test.each([...schemas, ...data])("%s", (_, schema) => {
    const parsed = schema.safeParse(exampleOf(schema))
    expect(parsed.error?.issues).toBeUndefined()
  })
})

test("what a code is called in the document is what its replies call it", () => {
  const classes = Object.values(errors).filter((value) => value.prototype instanceof errors.AppError)
  const thrown = classes.map((value) => new (value as new (message: string) => errors.AppError)("what happened"))
  expect(thrown.length).toBeGreaterThan(20)
  for (const { code, title } of thrown) expect(title, code).toBe(PROBLEM_MEANINGS[code].title)
})
