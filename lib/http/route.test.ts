import { describe, expect } from "vitest"
import { z } from "zod"
import { RateLimited } from "@/lib/errors"
import { setContext } from "@/lib/runtime"
import { ADMIN_PASSWORD } from "@/test/support/environment"
import { instanceStage } from "@/test/support/instance-stage"
import type { Contract } from "./contract"
import { methods } from "./methods"
import { type RouteHandler, route } from "./route"

const test = instanceStage()
test.beforeAll(({ ctx }) => setContext(ctx))

const echo = {
  method: "POST",
  path: "/api/test/{id}",
  summary: "",
  access: "public",
  params: z.object({ id: z.string().regex(/^\d+$/) }),
  query: z.strictObject({ word: z.string().optional() }),
  body: z.strictObject({ list: z.array(z.strictObject({ n: z.int().max(9) })).optional(), text: z.string() }),
  reply: z.unknown(),
} as const satisfies Contract

const JSON_TYPE = { "content-type": "application/json" }
const echoRoute = route(echo, async ({ params, query, body }) => ({ params, query, body }))

function post(body: BodyInit | undefined, headers: Record<string, string> = {}, query = "", id = "1") {
  const request = new Request(`http://localhost/api/test/${id}${query}`, {
    method: "POST",
    body,
    headers: { ...JSON_TYPE, ...headers },
    duplex: "half",
  } as RequestInit)
  return send(echoRoute, request, { id })
}

async function send(handler: RouteHandler, request: Request, params: Record<string, string> = {}) {
  const response = await handler(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: text === "" ? undefined : JSON.parse(text) }
}

describe("a request", () => {
  test("reaches the work parsed", async () => {
    const { status, json, headers } = await post('{"text":"a"}', {}, "?word=b", "7")
    expect(json).toEqual({ params: { id: "7" }, query: { word: "b" }, body: { text: "a" } })
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("cache-control")).toBe("no-store")
  })

  test.each([
    ["application/json; charset=utf-8", 200],
    ["APPLICATION/JSON", 200],
    ["application/merge-patch+json", 200],
    ["text/plain", 400],
    ["application/x-www-form-urlencoded", 400],
    ["application/jsonx", 400],
    ["", 400],
  ])("of type %j gets %i", async (type, status) => {
    expect((await post('{"text":"a"}', { "content-type": type })).status).toBe(status)
  })

  test.each<[string, BodyInit | undefined]>([
    ["no body", undefined],
    ["an empty body", ""],
    ["half a document", '{"text":'],
    ["a comment", '{"text":"a"} // b'],
    ["broken UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
    ["a list", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["text", '"a"'],
    ["NaN", '{"text":NaN}'],
    ["thirty thousand nested lists", `${"[".repeat(30_000)}${"]".repeat(30_000)}`],
    ["deep nesting in a field", `{"text":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`],
    ["__proto__", '{"text":"a","__proto__":{"x":1}}'],
  ])("with %s is a 400", async (_, body) => {
    const { status, json, headers } = await post(body)
    expect([status, json.code]).toEqual([400, "VALIDATION_ERROR"])
    expect(headers.get("content-type")).toBe("application/problem+json")
  })

  test("that is not valid says where, for every field", async () => {
    const { json } = await post('{"list":[{"n":1},{"n":10}],"txet":"a"}')
    expect(json).toMatchObject({ status: 400, code: "VALIDATION_ERROR", title: "The request is not valid" })
    expect(json.errors).toEqual([
      { path: "list[1].n", message: expect.stringContaining("9") },
      { path: "text", message: "is missing" },
      { path: "txet", message: "is not a known field" },
    ])
  })

  test.each(["?word=a&word=b", "?other=1", "?word[]=a"])("with the query %s is a 400", async (query) => {
    expect((await post('{"text":"a"}', {}, query)).status).toBe(400)
  })

  test("with a path of the wrong form is a 400", async () => {
    expect((await post('{"text":"a"}', {}, "", "x")).json.errors).toMatchObject([{ path: "id" }])
  })

  test("larger than the limit is a 413, whether it says so or not", async () => {
    const large = `{"text":"${"x".repeat(1_048_576)}"}`
    const told = await post(large)
    const chunk = new TextEncoder().encode("x".repeat(65_536))
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(chunk)
      },
    })
    const untold = await post(endless)
    expect([told.status, untold.status]).toEqual([413, 413])
    expect(untold.json).toMatchObject({ code: "PAYLOAD_TOO_LARGE", status: 413 })
    // It is not read to its end, which would never come.
    expect(pulled).toBeLessThan(30)
  })

  test("may have as many bytes as its contract says, and no more", async () => {
    const narrow = route({ ...echo, maxBodyBytes: 12 }, async ({ body }) => body)
    const send12 = async (text: string) => {
      const body = JSON.stringify({ text })
      const request = new Request("http://localhost/api/test/1", { method: "POST", body, headers: JSON_TYPE })
      return (await send(narrow, request, { id: "1" })).status
    }
    expect([await send12("a"), await send12("ab")]).toEqual([200, 413])
  })

  test("of nothing but mistakes gets a reply that is not longer than itself", async () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1])))
    const { status, json } = await post(many)
    expect([status, json.errors.length]).toEqual([400, 50])
    expect(json.detail).toMatch(/, and 5000 more$/)
  })

  test("with thousands of names in its query costs no more for each than with a few", async () => {
    const query = (names: number) => `?${Array.from({ length: names }, (_, i) => `${i}`.padStart(5, "0")).join("&")}`
    const cost = async (names: number, requests: number) => {
      const begun = process.cpuUsage()
      for (let i = 0; i < requests; i++) expect((await post('{"text":"a"}', {}, query(names))).status).toBe(400)
      const { user, system } = process.cpuUsage(begun)
      return user + system
    }
    await cost(200, 20)
    // The same number of names in all. With each name compared with all others it was fifteen times as much.
    expect(await cost(10_000, 2)).toBeLessThan(4 * (await cost(200, 100)))
  })
})

describe("a reply", () => {
  test("carries the request id that came, when it is a sane one, else a new one", async () => {
    const given = await post('{"text":"a"}', { "x-request-id": "order-17.a_b" })
    const broken = await post("{", { "x-request-id": "order 17" })
    const long = await post("{", { "x-request-id": "x".repeat(129) })
    expect(given.headers.get("x-request-id")).toBe("order-17.a_b")
    expect(broken.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
    expect(broken.json.request_id).toBe(broken.headers.get("x-request-id"))
    expect(long.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
  })

  test("of a failure that nobody foresaw tells and logs no secret", async ({ database, here }) => {
    const secret = "f00dfeed".repeat(8)
    const broken = route({ ...echo, body: z.unknown(), path: "/api/broken" }, async () => {
      throw new Error(`key 0x${secret} at ${database.url} with ${ADMIN_PASSWORD}`)
    })
    const { status, json } = await send(broken, new Request("http://localhost/api/test/1", { method: "POST" }), {
      id: "1",
    })
    expect([status, json.code]).toEqual([500, "INTERNAL_ERROR"])
    const line = here.lines.find(({ msg }) => msg === "request failed")
    expect(line).toMatchObject({ path: "/api/broken", requestId: json.request_id, name: "Error" })
    expect(line?.reason).toContain("key ")
    for (const text of [JSON.stringify(json), JSON.stringify(here.lines)]) {
      for (const word of [secret, database.url, ADMIN_PASSWORD]) expect(text).not.toContain(word)
    }
  })

  test("says when to come back", async () => {
    const busy = route({ ...echo, body: z.unknown() }, async () => {
      throw new RateLimited("Wait.", { retryAfter: 1.2, details: { status: 200, left: 5n } })
    })
    const { status, json, headers } = await send(busy, new Request("http://localhost/api/test/1", { method: "POST" }), {
      id: "1",
    })
    expect([status, headers.get("retry-after")]).toEqual([429, "2"])
    // A detail may be an amount, and takes no standard member's place.
    expect(json).toMatchObject({ status: 429, left: "5" })
  })

  test("is logged in one line, without body, query and path", async ({ here }) => {
    here.lines.length = 0
    // Longer than any run of digits that a random request id or a time can hold.
    const id = "770077007700770077"
    await post('{"text":"very private"}', {}, "?word=private", id)
    const lines = here.lines.filter(({ msg }) => msg === "request")
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      method: "POST",
      path: "/api/test/{id}",
      status: 200,
      requestId: expect.any(String),
    })
    const logged = JSON.stringify(here.lines)
    for (const word of ["private", id]) expect(logged).not.toContain(word)
  })
})

describe("other methods", () => {
  const open = methods({ path: "/api/open", cors: true }, { GET: echoRoute })
  const closed = methods({ path: "/api/closed" }, { POST: echoRoute })
  const ask = (handler: RouteHandler, method: string) =>
    send(handler, new Request("http://localhost/api/open", { method }))

  test.each(["POST", "PUT", "PATCH", "DELETE"] as const)("%s gets 405 with what is allowed", async (method) => {
    const { status, json, headers } = await ask(open[method], method)
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"])
    expect(json).toMatchObject({ code: "METHOD_NOT_ALLOWED", status: 405, request_id: headers.get("x-request-id") })
  })

  test("a preflight is answered only where other origins may call", async () => {
    const [yes, no] = [await ask(open.OPTIONS, "OPTIONS"), await ask(closed.OPTIONS, "OPTIONS")]
    expect([yes.status, yes.headers.get("access-control-allow-origin")]).toEqual([204, "*"])
    expect(yes.headers.get("access-control-allow-headers")).toContain("X-Client-Secret")
    expect(yes.headers.has("access-control-allow-credentials")).toBe(false)
    expect([no.status, no.headers.get("access-control-allow-origin"), no.headers.get("allow")]).toEqual([
      204,
      null,
      "POST, OPTIONS",
    ])
  })

  test("errors can be read by other origins' pages too", async () => {
    expect((await ask(open.PUT, "PUT")).headers.get("access-control-allow-origin")).toBe("*")
  })
})
