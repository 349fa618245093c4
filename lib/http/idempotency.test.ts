import { randomBytes, randomUUID } from "node:crypto"
import { describe, expect } from "vitest"
import { z } from "zod"
import { ChainError } from "@/lib/errors"
import { setContext } from "@/lib/runtime"
import { instanceStage } from "@/test/support/instance-stage"
import type { Contract } from "./contract"
import { looksRandom } from "./idempotency-key"
import { route } from "./route"

const test = instanceStage().extend(
  "stored",
  ({ db }) =>
    () =>
      db.idempotencyKey.findMany(),
)
test.beforeEach(({ ctx }) => setContext(ctx))

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
  const send = async (
    key: string | undefined,
    body = '{"a":1,"b":2}',
    from: Record<string, string> = { "x-forwarded-for": "203.0.113.1" },
  ) => {
    const named: Record<string, string> = key === undefined ? {} : { "idempotency-key": key }
    const headers = { "content-type": "application/json", ...named, ...from }
    const response = await handler(new Request("http://localhost/api/test", { method: "POST", body, headers }), {
      params: Promise.resolve({}),
    })
    return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) }
  }
  return { state, send }
}

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

  test("of one that was not valid keeps nothing", async ({ stored }) => {
    const { send } = counter()
    const before = await stored()
    expect((await send(randomUUID(), '{"a":"x"}')).status).toBe(400)
    expect(await stored()).toHaveLength(before.length)
  })

  test("whose first died at work is taken over after a minute", async ({ ctx }) => {
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

  test("after a day is a new one, even if nobody has cleaned up", async ({ ctx }) => {
    const { state, send } = counter()
    const key = randomUUID()
    await send(key)
    await ctx.db.$executeRaw`
        UPDATE idempotency_key SET created_at = now() - interval '25 hours'
        WHERE created_at = (SELECT max(created_at) FROM idempotency_key)`
    expect((await send(key, '{"a":2}')).status).toBe(201)
    expect(state.count).toBe(2)
  })
})

test("the database holds neither the key nor what it would need to read a reply", async ({ stored }) => {
  const { send } = counter()
  const key = randomUUID()
  await send(key)
  const kept = await stored()
  expect(kept.length).toBeGreaterThan(0)
  for (const { key: id, body } of kept) {
    expect(id).not.toContain(key)
    expect(Buffer.from(body ?? "", "base64").toString("latin1")).not.toContain("secret")
  }
})

test.each(["", " ", "a b", "ключ".replace(/./g, "\u00e4"), "x".repeat(256)])("%j is no key", async (key) => {
  const { send } = counter()
  const { status, json } = await send(key)
  expect([status, json.errors]).toMatchObject([400, [{ path: "Idempotency-Key" }]])
})

describe("a key belongs to its caller", () => {
  const HERE = { "x-forwarded-for": "203.0.113.1" }
  const THERE = { "x-forwarded-for": "198.51.100.2" }

  test("who guesses key and body gets a reply of their own, and takes no key from others", async () => {
    const { state, send } = counter()
    const first = await send("order-1002", undefined, HERE)
    const stranger = await send("order-1002", undefined, THERE)
    expect([stranger.status, stranger.json.client_secret]).not.toEqual([201, first.json.client_secret])
    expect((await send("order-1002", '{"a":2}', { "x-forwarded-for": "192.0.2.3" })).status).toBe(201)
    expect((await send("order-1002", undefined, HERE)).json).toEqual(first.json)
    expect(state.count).toBe(3)
  })

  test.each([
    ["a client secret", { "x-client-secret": "s" }, { "x-client-secret": "t" }],
    ["HTTP Basic", { authorization: "Basic YWRtaW46YQ==" }, { authorization: "Basic YWRtaW46Yg==" }],
  ])("who brings %s has it from everywhere, and nobody else from there", async (_, own, other) => {
    const { state, send } = counter()
    const key = randomUUID()
    const first = await send(key, undefined, { ...own, ...HERE })
    expect((await send(key, undefined, { ...own, ...THERE })).json).toEqual(first.json)
    for (const from of [{ ...other, ...HERE }, HERE])
      expect((await send(key, undefined, from)).json).not.toEqual(first.json)
    expect(state.count).toBe(3)
  })

  test.for([
    "1",
    "order-1002",
    "2026-11-29T12:00:00.000Z",
    "000000000000000000000000000000000000000001",
    "00000000-0000-0000-0000-000000000001",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "0123456789abcdef0123456789",
  ])("off the devnet one that can be guessed is refused: %s", async (key, { ctx }) => {
    const { state, send } = counter()
    setContext({ ...ctx, config: { ...ctx.config, network: "testnet" } })
    const { status, json } = await send(key)
    expect([status, json.errors]).toMatchObject([400, [{ path: "Idempotency-Key" }]])
    expect(state.count).toBe(0)
  })

  test("128 random bits in any usual form are always taken", () => {
    for (let i = 0; i < 20_000; i++) {
      const bytes = randomBytes(16)
      for (const key of [randomUUID(), bytes.toString("hex"), bytes.toString("base64url"), bytes.toString("base64")])
        expect(looksRandom(key), key).toBe(true)
    }
  })
})

test("a reply that the database can make again is not stored: what is kept is short, and the replay is the same to the byte", async ({
  ctx,
}) => {
  const contract = { ...CONTRACT, path: "/api/long" }
  const long = (id: number) => ({ id, raw: String(id).repeat(100_000) })
  let count = 0
  const handler = route(
    contract,
    async () => {
      count += 1
      return long(count)
    },
    { keep: (reply) => (reply as { id: number }).id, recall: async (_, id) => long(id) },
  )
  const key = randomUUID()
  const send = async () => {
    const headers = { "content-type": "application/json", "idempotency-key": key }
    const request = new Request("http://localhost/api/long", { method: "POST", body: '{"a":1}', headers })
    return (await handler(request, { params: Promise.resolve({}) })).text()
  }
  const [first, again] = [await send(), await send()]
  expect(again).toBe(first)
  expect(count).toBe(1)
  const [{ size }] = (await ctx.db.$queryRaw`
    SELECT pg_column_size(k.*) AS size FROM idempotency_key k ORDER BY created_at DESC LIMIT 1`) as [{ size: number }]
  expect(size).toBeLessThan(2_000)
})
