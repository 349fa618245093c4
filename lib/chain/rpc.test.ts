import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { json } from "node:stream/consumers"
import { afterEach, describe, expect, it } from "vitest"
import { connectRpc, RpcError } from "./rpc"

type Handler = (body: never, response: ServerResponse, request: IncomingMessage) => unknown
interface Call {
  id: number
  method: string
  params: unknown[]
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** An endpoint that answers what the handler returns. */
async function endpoint(handler: Handler): Promise<{ url: string; requests: unknown[] }> {
  const requests: unknown[] = []
  const server = createServer(async (request, response) => {
    const body = await json(request)
    requests.push(body)
    const reply = await handler(body as never, response, request)
    if (reply !== undefined) response.end(typeof reply === "string" ? reply : JSON.stringify(reply))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== "object" || !address) throw new Error("no port")
  return { url: `http://127.0.0.1:${address.port}/v1/`, requests }
}

const answer = ({ id, params }: Call) => ({ id, jsonrpc: "2.0", result: params[0] })
const calls = (count: number) => Array.from({ length: count }, (_, i) => ({ method: "echo", params: [i] }))
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: unknown, response: ServerResponse) => {
    response.writeHead(code, headers)
    return "<html>sesame</html>"
  }

async function failureOf(work: Promise<unknown>): Promise<{ message: string; retryAfter?: number }> {
  const failure = await work.then(
    () => undefined,
    (error) => error,
  )
  expect(failure).toMatchObject({ code: "CHAIN_ERROR", retryable: true })
  return failure
}

describe("many calls at once", () => {
  it("are one request, and the answers come in the order of the calls", async () => {
    const { url, requests } = await endpoint((body: Call[]) => body.map(answer).reverse())
    expect(await connectRpc(url).batch(calls(20))).toEqual(numbers(20))
    expect(requests).toHaveLength(1)
  })

  it("work where ids come back as strings", async () => {
    const { url } = await endpoint((body: Call[]) => body.map((call) => ({ ...answer(call), id: String(call.id) })))
    expect(await connectRpc(url).batch(calls(3))).toEqual([0, 1, 2])
  })

  it.each<[string, (response: ServerResponse) => unknown]>([
    ["with one error for all", () => ({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "no batches" } })],
    ["with 400", (response) => response.writeHead(400) && "no batches"],
    ["with what is no JSON", () => "no batches"],
    ["with null", () => null],
  ])("are single ones, a few at a time, where batches are refused %s; that is found out once", async (_, refuse) => {
    let open = 0
    let most = 0
    const { url, requests } = await endpoint(async (body: Call | Call[], response) => {
      if (Array.isArray(body)) return refuse(response) ?? "null"
      most = Math.max(most, ++open)
      await new Promise((resolve) => setTimeout(resolve, 10))
      open--
      return answer(body)
    })
    const rpc = connectRpc(url)
    expect(await rpc.batch(calls(30))).toEqual(numbers(30))
    expect(requests).toHaveLength(31)
    expect(await rpc.batch(calls(2))).toEqual([0, 1])
    expect(requests).toHaveLength(33)
    expect(most).toBeLessThanOrEqual(8)
  })

  it("fail as a whole when one of them is refused, also one by one, and no more are asked", async () => {
    const refused = ({ id }: Call) => ({ id, jsonrpc: "2.0", error: { code: -3, message: "Invalid", data: "why" } })
    const together = await endpoint((body: Call[]) =>
      body.map((call) => (call.id === 1 ? refused(call) : answer(call))),
    )
    await expect(connectRpc(together.url).batch(calls(3))).rejects.toThrow(new RpcError("echo", -3, "Invalid: why"))
    const single = await endpoint((body: Call | Call[]) => (Array.isArray(body) ? null : refused(body)))
    await expect(connectRpc(single.url).batch(calls(50))).rejects.toThrow(RpcError)
    expect(single.requests.length).toBeLessThan(20)
  })

  it("fail when an answer is left out", async () => {
    const { url } = await endpoint((body: Call[]) => body.slice(1).map(answer))
    expect((await failureOf(connectRpc(url).batch(calls(2)))).message).toContain("(it left out the answer to echo)")
  })
})

describe("what several ask at the same moment", () => {
  const refuse = ({ id }: Call) => ({ id, jsonrpc: "2.0", error: { code: -1, message: "no" } })

  it("is one request, each gets its own answers, and one that is refused fails alone", async () => {
    const { url, requests } = await endpoint((body: Call[]) =>
      body.map((call) => (call.params[0] === "bad" ? refuse(call) : answer(call))),
    )
    const rpc = connectRpc(url)
    const asked = [rpc.call("echo", ["a"]), rpc.batch(calls(3)), rpc.call("echo", ["bad"]), rpc.call("echo", ["b"])]
    expect(await Promise.allSettled(asked)).toMatchObject([
      { value: "a" },
      { value: [0, 1, 2] },
      { reason: new RpcError("echo", -1, "no") },
      { value: "b" },
    ])
    expect(requests).toHaveLength(1)
  })

  it("is a request for each where a long one is refused, and batches go on", async () => {
    const { url, requests } = await endpoint((body: Call | Call[], response) => {
      if (!Array.isArray(body)) return answer(body)
      return body.length > 3 ? status(413)(body, response) : body.map(answer)
    })
    const rpc = connectRpc(url)
    const both = () => Promise.all([rpc.batch(calls(2)), rpc.batch(calls(3))])
    expect(await both()).toEqual([numbers(2), numbers(3)])
    expect(requests).toHaveLength(3)
    expect(await both()).toEqual([numbers(2), numbers(3)])
    expect(requests).toHaveLength(5)
  })

  it("leaves sends and what has bounds of its own to themselves, and is at most so long", async () => {
    const { url, requests } = await endpoint((body: Call | Call[]) =>
      Array.isArray(body) ? body.map(answer) : answer(body),
    )
    const rpc = connectRpc(url)
    const bounds = { ms: 1_000, bytes: 1_000 }
    await Promise.all([
      rpc.call("send_transaction", [1]),
      rpc.call("echo", [2], bounds),
      ...calls(100).map(({ method, params }) => rpc.call(method, params)),
    ])
    expect(requests.map((body) => (Array.isArray(body) ? body.length : 1)).sort()).toEqual([1, 1, 36, 64])
  })
})

describe("a connection is used again", () => {
  it("and asked once more over another one where it was closed at that moment", async () => {
    const connections = new Set<unknown>()
    const { url } = await endpoint((body: Call, response, { socket }) => {
      const isUsedAgain = connections.has(socket)
      connections.add(socket)
      if (isUsedAgain && body.params[0] === "late") return void socket.destroy()
      return void response.end(JSON.stringify(answer(body)))
    })
    const rpc = connectRpc(url)
    expect(await rpc.call("echo", ["first"])).toBe("first")
    expect(await rpc.call("echo", ["second"])).toBe("second")
    expect(connections.size).toBe(1)
    expect(await rpc.call("echo", ["late"])).toBe("late")
    expect(connections.size).toBe(2)
  })
})

describe("a failure names its kind, and nothing that may be secret", () => {
  it.each<[string, Handler, string]>([
    ["an error page", status(502), "HTTP 502"],
    ["too many requests", status(429), "HTTP 429"],
    ["no access", status(401), "HTTP 401"],
    // A redirected POST would become a GET.
    ["another place", status(301, { location: "http://127.0.0.1:1/" }), "HTTP 301"],
    ["a page that is no JSON", () => "<html>sesame</html>", "its answer was not JSON"],
    ["JSON that is no answer", () => ["sesame"], "its answer was not one of JSON-RPC"],
    ["a connection that breaks", (_, response) => void response.destroy(), "no connection"],
  ])("%s", async (_, handler, kind) => {
    const { url } = await endpoint(handler)
    const { message } = await failureOf(connectRpc(url.replace("//", "//me:sesame@")).call("echo"))
    expect(message).toContain(`The CKB node did not answer (${kind}`)
    expect(message).not.toMatch(/sesame|127\.0\.0\.1|v1/)
  })

  it("nobody there", async () => {
    const { message } = await failureOf(connectRpc("http://127.0.0.1:1/").call("echo"))
    expect(message).toContain("(no connection)")
  })
})

describe("an endpoint that wants quiet", () => {
  it.each([
    ["in seconds", () => "7", 7],
    ["as a date", () => new Date(Date.now() + 7_000).toUTCString(), 7],
    ["for a long time", () => "86400", 60],
  ])("is left alone for as long as it says %s", async (_, header, seconds) => {
    const { url, requests } = await endpoint(status(429, { "retry-after": header() }))
    const rpc = connectRpc(url)
    const first = await failureOf(rpc.call("echo"))
    expect(Math.abs((first.retryAfter ?? 0) - seconds)).toBeLessThanOrEqual(1)
    const second = await failureOf(rpc.batch(calls(2)))
    expect(second.message).toContain("it wants to be asked less often")
    expect(second.retryAfter).toBeGreaterThan(0)
    expect(requests).toHaveLength(1)
  })

  it("is asked again afterwards", async () => {
    let asked = 0
    const { url } = await endpoint((body: Call, response) =>
      ++asked === 1 ? status(429, { "retry-after": "1" })(body, response) : answer(body),
    )
    const rpc = connectRpc(url)
    await failureOf(rpc.call("echo", ["late"]))
    await expect.poll(() => rpc.call("echo", ["late"]).catch(() => undefined), { timeout: 5_000 }).toBe("late")
  })
})

it("user and password of the URL are sent as HTTP Basic, and not in the address", async () => {
  const seen: (string | undefined)[] = []
  const { url } = await endpoint((body: Call, _response, request) => {
    seen.push(request.headers.authorization, request.url)
    return answer(body)
  })
  await connectRpc(url.replace("//", "//me%40home:p%3Ass@")).call("echo", ["x"])
  expect(seen).toEqual([`Basic ${Buffer.from("me@home:p:ss").toString("base64")}`, "/v1/"])
})
