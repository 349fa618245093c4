import { describe, expect, expectTypeOf, test } from "vitest"
import type { CallInput, ReplyTo as ReplyOnPages } from "@/lib/client/call"
import type { BodyOf, ReplyTo } from "./call"
import { createClient } from "./client"
import { formatCkb, parseCkb } from "./index"

const URL_OF_SERVER = "https://pay.example"
const reply = (status: number, json: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(json), { status, headers })
const problem = (status: number, code: string, headers = {}) =>
  reply(status, { code, status, detail: "words", request_id: "r1" }, headers)

/** A client whose server gives these answers, one after the other, and the last one for ever. */
function answering(...answers: (Response | Error)[]) {
  const sent: { url: string; init: RequestInit; headers: Headers; at: number }[] = []
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)]
    sent.push({ url: String(input), init, headers: new Headers(init.headers), at: performance.now() })
    if (answer instanceof Error) throw answer
    return (answer as Response).clone()
  }
  return { sent, client: createClient({ url: URL_OF_SERVER, key: "mp_test_sk_x", retries: 2, fetch: fetch as never }) }
}

describe("a call", () => {
  const busy = () => problem(503, "CATCHING_UP")
  const link = { receiver: "ckt1", title: "t", amount: 5n }

  test("that reads is repeated while nothing is wrong with it, and then says what the server said", async () => {
    const { client, sent } = answering(new TypeError("fetch failed"), busy(), reply(200, { slug: "s" }))
    expect(await client.links.get("a/b")).toEqual({ slug: "s" })
    expect(sent.map(({ url }) => url)).toEqual(Array(3).fill(`${URL_OF_SERVER}/api/link/a%2Fb`))
    const down = answering(busy())
    await expect(down.client.links.get("x")).rejects.toMatchObject({
      ...{ name: "MicroPayError", code: "CATCHING_UP", status: 503, requestId: "r1", message: "words" },
    })
    expect(down.sent).toHaveLength(3)
  })

  test("that reads by POST is repeated too", async () => {
    const { client, sent } = answering(busy(), reply(200, []))
    expect(await client.totals({ by: "info", keys: ["post/1"] })).toEqual([])
    expect(sent).toHaveLength(2)
  })

  test("that makes something goes with the same Idempotency-Key each time", async () => {
    const { client, sent } = answering(busy(), reply(201, { slug: "s" }))
    await client.links.create(link)
    const [first, second] = sent.map(({ headers }) => headers.get("idempotency-key"))
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).toBe(first)
    expect(sent[0]?.init.body).toBe('{"receiver":"ckt1","title":"t","amount":"5"}')
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer mp_test_sk_x")
  })

  test("that cannot be repeated is sent once, whatever comes of it", async () => {
    for (const answer of [
      busy(),
      problem(429, "RATE_LIMITED", { "retry-after": "1" }),
      new TypeError("fetch failed"),
    ]) {
      const { client, sent } = answering(answer)
      await expect(client.webhooks.create({ url: "https://shop.example/" })).rejects.toMatchObject({
        isTransient: true,
      })
      expect(sent).toHaveLength(1)
    }
  })

  test("with something wrong is sent once", async () => {
    const { client, sent } = answering(problem(404, "NOT_FOUND"))
    await expect(client.links.get("x")).rejects.toMatchObject({ code: "NOT_FOUND", isTransient: false })
    expect(sent).toHaveLength(1)
  })

  test("waits as long as it is asked to, and not for ever", async () => {
    const { client, sent } = answering(problem(429, "RATE_LIMITED", { "retry-after": "1" }), reply(200, {}))
    await client.config()
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(995)
    const later = answering(problem(429, "RATE_LIMITED", { "retry-after": "3600" }))
    await expect(later.client.config()).rejects.toMatchObject({ problem: { retry_after: 3600 } })
    expect(later.sent).toHaveLength(1)
  })

  test("that a proxy answers with a page of its own is unanswered", async () => {
    const page = new Response("<h1>Welcome</h1>", { status: 200 })
    await expect(answering(page).client.config()).rejects.toMatchObject({ code: "UNREACHABLE", status: 0 })
  })

  test("ends when its caller gives it up", async () => {
    const { client, sent } = answering(busy())
    const signal = AbortSignal.timeout(20)
    await expect(client.call("GET /api/config", { signal })).rejects.toMatchObject({ name: "TimeoutError" })
    expect(sent).toHaveLength(1)
  })

  test("for a list goes on page by page", async () => {
    const next = { link: `<${URL_OF_SERVER}/api/event?after=2>; rel="next"` }
    const { client, sent } = answering(reply(200, [{ id: 1 }, { id: 2 }], next), reply(200, [{ id: 3 }]))
    const ids: number[] = []
    for await (const event of client.events.all({ limit: 2 })) ids.push(event.id)
    expect(ids).toEqual([1, 2, 3])
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(["?limit=2", "?limit=2&after=2"])
  })
})

describe("amounts", () => {
  test("are exact, and a number is none", () => {
    expect([parseCkb("0.29"), parseCkb("92233720368.54775807")]).toEqual([29_000_000n, 2n ** 63n - 1n])
    expect([formatCkb(29_000_000n), formatCkb("250000000")]).toEqual(["0.29", "2.5"])
    for (const text of ["", "1,5", "-1", "1e3", "0.123456789", "92233720368.54775808"])
      expect(() => parseCkb(text), text).toThrow(RangeError)
    expect(() => parseCkb(0.29 as never)).toThrow(TypeError)
    expect(() => formatCkb(5 as never)).toThrow(TypeError)
  })

  test("in a request are no numbers", async () => {
    const { client, sent } = answering(reply(201, {}))
    const terms = { receiver: "ckt1", title: "t" }
    await expect(client.links.create({ ...terms, amount: 5 as never })).rejects.toThrow("amount: 5 is a number")
    await expect(client.links.create({ ...terms, presets: [5n, 6 as never] })).rejects.toThrow("presets: 6")
    expect(sent).toEqual([])
  })
})

test("a secret key is refused in a page", () => {
  const page = globalThis as { document?: unknown }
  page.document = {}
  try {
    expect(() => createClient({ url: URL_OF_SERVER, key: "mp_test_sk_x" })).toThrow("everybody's")
    expect(createClient({ url: URL_OF_SERVER, key: "mp_test_pk_x" }).url).toBe(URL_OF_SERVER)
  } finally {
    delete page.document
  }
})

test("the types are those of the contracts", () => {
  expectTypeOf<ReplyTo<"GET /api/payment/{id}">>().toEqualTypeOf<ReplyOnPages<"GET", "/api/payment/{id}">>()
  expectTypeOf<ReplyTo<"POST /api/payment/prepare">>().toEqualTypeOf<ReplyOnPages<"POST", "/api/payment/prepare">>()
  expectTypeOf<ReplyTo<"POST /api/link">>().toEqualTypeOf<ReplyOnPages<"POST", "/api/link">>()
  expectTypeOf<ReplyTo<"GET /api/event">>().toExtend<ReplyOnPages<"GET", "/api/event">>()
  type Body = Omit<BodyOf<"POST /api/link">, "amount" | "presets" | "splits">
  expectTypeOf<Body>().toExtend<Omit<CallInput<"POST", "/api/link">["body"], "amount" | "presets" | "splits">>()
})
