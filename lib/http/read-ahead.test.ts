import { once } from "node:events"
import { createServer, request } from "node:http"
import { connect, type Socket } from "node:net"
import { expect, test as it, vi } from "vitest"
import { admitRequests } from "./admission"
import { TX_BODY_BYTES } from "./api/fields"
import { createReadAhead } from "./read-ahead"
import { listen } from "./server.fixture"

const PATHS = ["/api/payment/transfer", "/api/withdrawal/submit"]

/** A server with two places, and what each request that it served had for a body, in bytes. */
const test = it
  .extend("served", () => [] as number[])
  .extend("desk", async ({ served }, { onCleanup }) => {
    const server = createServer(async (incoming, response) => {
      served.push((await incoming.toArray()).reduce((sum, piece) => sum + piece.byteLength, 0))
      response.end()
    })
    admitRequests(server, { places: { underWay: 1, waiting: 1 } })
    const port = await listen(server, onCleanup)
    return {
      stall: (path: string) => stall(port, path),
      ask: (path: string, body: string) => ask(port, path, body),
    }
  })

/** A request that never ends. */
function stall(port: number, path: string, bytes = 5): Socket {
  const socket = connect(port, "127.0.0.1").on("error", () => {})
  socket.write(`POST ${path} HTTP/1.1\r\nhost: here\r\ncontent-length: 200000\r\n\r\n${"x".repeat(bytes)}`)
  return socket
}

async function ask(port: number, path: string, body: string): Promise<number | undefined> {
  const sent = request({ port, path, method: "POST", host: "127.0.0.1" })
  sent.end(body)
  const [response] = await once(sent, "response")
  response.resume()
  return response.statusCode
}

test.for(PATHS)("hundreds of bodies that never end take no place from %s", async (path, { desk, served }) => {
  const stalled = Array.from({ length: 300 }, () => desk.stall(path))
  await Promise.all(stalled.map((socket) => once(socket, "connect")))
  expect(await desk.ask(path, "whole")).toBe(200)
  expect(served).toEqual([5])
  for (const socket of stalled) socket.destroy()
})

test("a body comes whole, and of one that is too long as much as its route refuses it by", async ({ desk, served }) => {
  for (const bytes of [0, 1, TX_BODY_BYTES, TX_BODY_BYTES + 1, 4 * TX_BODY_BYTES])
    expect(await desk.ask("/api/link", "x".repeat(bytes))).toBe(200)
  expect(served).toEqual([0, 1, TX_BODY_BYTES, TX_BODY_BYTES + 1, TX_BODY_BYTES + 1])
})

it("who takes too long is cut off, and of too many at once those who began first", async ({ onTestFinished }) => {
  const answers: string[] = []
  const readAhead = createReadAhead({ allBytes: 100_000, patienceMs: 1_500 })
  const server = createServer(async (incoming) => {
    const body = await readAhead(incoming)
    answers.push(`${incoming.url} ${body?.byteLength ?? "cut off"}`)
  })
  const port = await listen(server, onTestFinished)
  const first = stall(port, "/first", 60_000)
  await vi.waitFor(() => expect(first.bytesWritten).toBeGreaterThan(60_000))
  const second = stall(port, "/second", 60_000)
  await once(first, "close")
  expect(answers).toEqual(["/first cut off"])
  await once(second, "close")
  expect(answers).toEqual(["/first cut off", "/second cut off"])
})
