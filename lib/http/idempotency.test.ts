import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import type { Context } from "@/lib/context"
import { ChainError } from "@/lib/errors"
import { type Bench, createBench } from "@/lib/jobs/bench.fixture"
import { setContext } from "@/lib/runtime"
import type { Contract } from "./contract"
import { route } from "./route"

let bench: Bench
let ctx: Context
beforeAll(async () => {
  bench = await createBench()
  ctx = (await bench.instance()).ctx
  setContext(ctx)
})
afterAll(async () => {
  setContext(undefined)
  await bench.close()
})

const CONTRACT = {
  method: "POST",
  path: "/api/test",
  summary: "",
  access: "public",
  idempotent: true,
  body: z.strictObject({ a: z.int(), b: z.int().optional() }),
  status: 201,
  reply: z.unknown(),
} as const satisfies Contract

/** A route whose work counts, and can be made to wait or fail. */
function counter(path = "/api/test") {
  const state = { count: 0, work: async () => {} }
  const handler = route({ ...CONTRACT, path }, async () => {
    state.count += 1
    const mine = state.count
    await state.work()
    return { client_secret: `secret number ${mine}` }
  })
  const send = async (key: string | undefined, body = '{"a":1,"b":2}') => {
    const headers = { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) }
    const response = await handler(new Request("http://localhost/api/test", { method: "POST", body, headers }), {
      params: Promise.resolve({}),
    })
    return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) }
  }
  return { state, send }
}

const rows = () => ctx.db.idempotencyKey.findMany()

describe("a repeated request", () => {
  test("gets the first reply again, and the work is done once", async () => {
    const { state, send } = counter()
    const key = randomUUID()
    const first = await send(key)
    const again = await send(key, '{ "b": 2, "a": 1 }')
    expect([first.status, first.json]).toEqual([201, { client_secret: "secret number 1" }])
    expect([again.status, again.json]).toEqual([201, first.json])
    expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([
      null,
      "true",
    ])
    expect(state.count).toBe(1)
  })

  test("is done again without a key, with another key, and on another route", async () => {
    const [one, other] = [counter(), counter("/api/other")]
    const key = randomUUID()
    for (const given of [key, undefined, undefined, randomUUID()]) await one.send(given)
    await other.send(key)
    expect([one.state.count, other.state.count]).toEqual([4, 1])
  })

  test("that comes while the first is at work waits for its reply", async () => {
    const { state, send } = counter()
    let finish = () => {}
    const began = new Promise<void>((resolve) => {
      state.work = () => {
        resolve()
        return new Promise((done) => {
          finish = done
        })
      }
    })
    const key = randomUUID()
    const first = send(key)
    await began
    const others = [send(key), send(key)]
    finish()
    const replies = await Promise.all([first, ...others])
    expect(replies.map(({ json }) => json)).toEqual(Array(3).fill({ client_secret: "secret number 1" }))
    expect(state.count).toBe(1)
  })

  test("that came with another body before is a conflict", async () => {
    const { state, send } = counter()
    const key = randomUUID()
    await send(key)
    const { status, json } = await send(key, '{"a":2}')
    expect([status, json.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"])
    expect(state.count).toBe(1)
  })

  test("of one that failed does the work", async () => {
    const { state, send } = counter()
    const key = randomUUID()
    state.work = async () => {
      throw new ChainError("The node is away.")
    }
    expect((await send(key)).status).toBe(502)
    state.work = async () => {}
    expect((await send(key)).status).toBe(201)
    expect(state.count).toBe(2)
  })

  test("of one that was not valid keeps nothing", async () => {
    const { send } = counter()
    const before = await rows()
    expect((await send(randomUUID(), '{"a":"x"}')).status).toBe(400)
    expect(await rows()).toHaveLength(before.length)
  })

  test("whose first died at work is taken over after a minute", async () => {
    const { state, send } = counter()
    const key = randomUUID()
    await send(key)
    const forget = (age: string) =>
      ctx.db.$executeRawUnsafe(
        `UPDATE idempotency_key SET status = NULL, body = NULL, created_at = now() - interval '${age}' WHERE key = (SELECT key FROM idempotency_key ORDER BY created_at DESC LIMIT 1)`,
      )
    await forget("61 seconds")
    expect((await send(key)).json).toEqual({ client_secret: "secret number 2" })
    expect(state.count).toBe(2)
  })

  test("after a day is a new one, even if nobody has cleaned up", async () => {
    const { state, send } = counter()
    const key = randomUUID()
    await send(key)
    await ctx.db
      .$executeRaw`UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE created_at = (SELECT max(created_at) FROM idempotency_key)`
    expect((await send(key, '{"a":2}')).status).toBe(201)
    expect(state.count).toBe(2)
  })
})

test("the database holds neither the key nor what it would need to read a reply", async () => {
  const { send } = counter()
  const key = randomUUID()
  await send(key)
  const stored = await rows()
  expect(stored.length).toBeGreaterThan(0)
  for (const { key: id, body } of stored) {
    expect(id).not.toContain(key)
    expect(Buffer.from(body ?? "", "base64").toString("latin1")).not.toContain("secret")
  }
})

test.each(["", " ", "a b", "ключ".replace(/./g, "\u00e4"), "x".repeat(256)])("%j is no key", async (key) => {
  const { send } = counter()
  const { status, json } = await send(key)
  expect([status, json.errors]).toMatchObject([400, [{ path: "Idempotency-Key" }]])
})
