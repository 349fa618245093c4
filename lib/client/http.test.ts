import { afterEach, describe, expect, test, vi } from "vitest"
import { ApiError, nextCursor, request } from "./http"

afterEach(() => vi.unstubAllGlobals())

/** The network is what this file is a client of, so it is the one thing replaced. */
function answer(response: Response | Error): void {
  vi.stubGlobal("fetch", async () => {
    if (response instanceof Error) throw response
    return response
  })
}

function problem(status: number, body: string): Response {
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } })
}

async function failure(): Promise<ApiError> {
  const error = await request("/api/anything").catch((thrown: unknown) => thrown)
  if (!(error instanceof ApiError)) throw new Error("it should have failed with an ApiError")
  return error
}

describe("a reply of the API", () => {
  test("comes with the next page's cursor and the server's clock", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString()
    const link = '</api/payment/all?limit=2&cursor=17>; rel="next"'
    answer(Response.json([1], { headers: { date: inAnHour, link } }))
    const reply = await request<number[]>("/api/payment/all")
    expect(reply.data).toEqual([1])
    expect(reply.nextCursor).toBe("17")
    expect(Math.abs(reply.clockOffset - 3_600_000)).toBeLessThan(5_000)
  })

  test("may be empty", async () => {
    answer(new Response(null, { status: 204 }))
    expect((await request("/api/admin/login", { method: "POST" })).data).toBeNull()
  })

  test("the client secret goes into its header and nowhere else", async () => {
    const seen: { url: string; headers: Headers }[] = []
    vi.stubGlobal("fetch", async (url: string, init: { headers: Headers }) => {
      seen.push({ url, headers: init.headers })
      return Response.json({})
    })
    await request("/api/payment/1", { clientSecret: "s3cret" })
    expect(seen[0]?.headers.get("X-Client-Secret")).toBe("s3cret")
    expect(seen[0]?.url).toBe("/api/payment/1")
  })
})

describe("a failure", () => {
  test("of the API keeps its code and what was said", async () => {
    answer(problem(409, JSON.stringify({ code: "HOLD_LOST", status: 409, detail: "Prepare again." })))
    const error = await failure()
    expect(error.code).toBe("HOLD_LOST")
    expect(error.message).toBe("Prepare again.")
    expect(error.isTransient).toBe(false)
  })

  test.each([
    ["a proxy's page", problem(502, "<html>Bad gateway</html>")],
    ["a success that is no JSON", new Response("<html>", { status: 200 })],
    ["no connection", new TypeError("Failed to fetch")],
  ])("from %s means that the server was not reached", async (_, response) => {
    answer(response)
    const error = await failure()
    expect(error.code).toBe("UNREACHABLE")
    expect(error.isTransient).toBe(true)
  })

  test("without a network at all is the browser's own", async () => {
    vi.stubGlobal("navigator", { onLine: false })
    answer(new TypeError("Failed to fetch"))
    const error = await failure()
    expect(error.code).toBe("OFFLINE")
    expect(error.isTransient).toBe(true)
  })

  test("says when to ask again, also where a proxy has refused", async () => {
    answer(new Response("<html>", { status: 429, headers: { "retry-after": "7" } }))
    const before = Date.now()
    const error = await failure()
    expect(error.code).toBe("RATE_LIMITED")
    expect((error.retryAt ?? 0) - before).toBeGreaterThanOrEqual(7_000)
    answer(problem(503, JSON.stringify({ code: "PAUSED", retry_after: 60 })))
    expect((await failure()).problem.retry_after).toBe(60)
  })

  test.each([
    [400, false],
    [404, false],
    [422, false],
    [429, true],
    [503, true],
  ])("of status %i is worth another try: %s", async (status, isTransient) => {
    answer(problem(status, JSON.stringify({ code: "SOME_CODE" })))
    expect((await failure()).isTransient).toBe(isTransient)
  })
})

test.each([
  [null, null],
  ['</a?cursor=5>; rel="next"', "5"],
  ["</a?cursor=5>; rel=next", "5"],
  ['</a?cursor=1>; rel="prev", </a?cursor=9>; rel="next"', "9"],
  ['</a?cursor=5>; rel="prev"', null],
])("the cursor in %j is %j", (link, cursor) => {
  expect(nextCursor(link)).toBe(cursor)
})
