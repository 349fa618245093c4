import { once } from "node:events"
import { createServer, request, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { expect, test as it, vi } from "vitest"
import { admitRequests } from "./admission"
import type { DirectRoutes } from "./direct"
import { listen } from "./server.fixture"

const PATH = "/api/payment/prepare"

/** A server with one place, where Next would say "next" and the route says what it was asked. */
const test = it
  .extend("asked", () => [] as string[])
  .extend("routes", ({ asked }): DirectRoutes => {
    const answer = async (question: Request) => {
      asked.push(await question.text())
      const headers = { "content-type": "text/plain", "x-of": "route" }
      return new Response(`${question.method} ${new URL(question.url).pathname} für ${question.headers.get("x-for")}`, {
        status: 201,
        headers,
      })
    }
    return { [PATH]: async () => ({ POST: answer }) }
  })
  .extend("server", async ({ routes }, { onCleanup }) => {
    const server = createServer(async (incoming, response) => {
      response.end(`next: ${incoming.method} ${incoming.url} ${(await incoming.toArray()).join("")}`)
    })
    admitRequests(server, { routes, places: { underWay: 1, waiting: 1 } })
    await listen(server, onCleanup)
    return server
  })

interface Asked {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

async function ask(server: Server, { method = "POST", path = PATH, headers = {}, body }: Asked = {}) {
  const { port } = server.address() as AddressInfo
  const sent = request({ port, method, path, headers, host: "127.0.0.1" })
  sent.end(body)
  const [response] = await once(sent, "response")
  return { status: response.statusCode, headers: response.headers, body: (await response.toArray()).join("") }
}

test("a route gets the question as it came, and its reply goes out whole", async ({ server, asked }) => {
  const headers = { "x-for": "me", host: "not a host, [" }
  const answer = await ask(server, { headers, body: '{"a":1}' })
  expect(answer).toMatchObject({ status: 201, body: `POST ${PATH} für me` })
  expect(answer.headers).toMatchObject({ "content-type": "text/plain", "x-of": "route", "x-frame-options": "DENY" })
  expect(answer.headers["content-length"]).toBe(String(Buffer.byteLength(answer.body)))
  expect(answer.headers["transfer-encoding"]).toBeUndefined()
  expect(asked).toEqual(['{"a":1}'])
})

test.for<[string, Asked]>([
  ["another method", { method: "PUT", body: "{}" }],
  ["another path", { path: `${PATH}/`, body: "{}" }],
  ["a query", { path: `${PATH}?a=1`, body: "{}" }],
])("%s goes Next's way", async ([, question], { server, asked }) => {
  const { method = "POST", path = PATH, body } = question
  expect(await ask(server, question)).toMatchObject({ status: 200, body: `next: ${method} ${path} ${body}` })
  expect(asked).toEqual([])
})

test("a body of unknown length is as good", async ({ server, asked }) => {
  const question = { headers: { "transfer-encoding": "chunked" }, body: '{"a":1}' }
  expect(await ask(server, question)).toMatchObject({ status: 201 })
  expect(asked).toEqual(['{"a":1}'])
})

test("whoever goes away in the middle of a question gives the place back and has asked nothing", async ({
  server,
  asked,
}) => {
  const { port } = server.address() as AddressInfo
  for (let time = 0; time < 3; time++) {
    const socket = connect(port, "127.0.0.1")
    socket.write(`POST ${PATH} HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\n{"a"`)
    await vi.waitFor(() => expect(socket.bytesWritten).toBeGreaterThan(0))
    socket.resetAndDestroy()
  }
  await vi.waitFor(async () => expect(await ask(server, { body: "whole" })).toMatchObject({ status: 201 }))
  expect(asked).toEqual(["whole"])
})

it("a route that cannot be loaded leaves nobody waiting, and is tried again", async ({ onTestFinished }) => {
  const late = async () => new Response("late")
  const load = vi.fn(async () => ({ POST: late })).mockRejectedValueOnce(new Error("no such chunk"))
  const server = createServer()
  admitRequests(server, { routes: { [PATH]: load } })
  await listen(server, onTestFinished)
  await expect(ask(server, { body: "{}" })).rejects.toThrow("socket hang up")
  expect(await ask(server, { body: "{}" })).toMatchObject({ status: 200, body: "late" })
  await ask(server, { body: "{}" })
  expect(load).toHaveBeenCalledTimes(2)
})
