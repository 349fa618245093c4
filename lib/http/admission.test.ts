import { type ClientRequest, createServer, request, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, test as it, vi } from "vitest"
import { meters } from "@/lib/meters"
import { admitRequests } from "./admission"
import { OPERATIONS } from "./api/contracts"
import { CORS_HEADERS } from "./cors"
import { GATE_OF, gatedRoute } from "./gates"
import { problemReply } from "./problem"
import { listen } from "./server.fixture"

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

const PREPARE = "/api/payment/prepare"

/** A server whose work ends when the test says so. */
const test = it
  .extend("open", { auto: true }, () => [] as (() => void)[])
  .extend("server", async ({ open }, { onCleanup }) => {
    const server = createServer(async (_, response) => {
      await new Promise<void>((resolve) => open.push(resolve))
      response.end("served")
    })
    admitRequests(server, { places: { underWay: 2, waiting: 3 } })
    await listen(server, onCleanup)
    return server
  })
  .extend(
    "ask",
    ({ server }) =>
      (path: string, headers = {}) =>
        ask(server, path, headers),
  )

function ask(server: Server, path: string, headers: Record<string, string>) {
  const { port } = server.address() as AddressInfo
  const sent: ClientRequest = request({ port, path, headers, host: "127.0.0.1", method: "POST" })
  const answer = new Promise<Answer>((resolve, reject) => {
    sent.on("error", reject)
    sent.on("response", async (response) => {
      const body = (await response.toArray()).join("")
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
    })
  })
  sent.end(JSON.stringify({ amount: "1" }))
  return Object.assign(answer, { giveUp: () => sent.destroy() })
}

const statusOf = (answers: Answer[]) => answers.map(({ status }) => status).sort()

test("what has no place is refused at once, and the rest is served in turn", async ({ ask, open }) => {
  const answers = Array.from({ length: 8 }, () => ask(PREPARE, { "x-request-id": "mine" }))
  const refused = await Promise.all([Promise.race(answers), ...answers.slice(5)])
  expect(statusOf(refused)).toEqual([503, 503, 503, 503])
  const [{ headers, body }] = refused as [Answer, ...Answer[]]
  const seconds = Number(headers["retry-after"])
  expect(seconds).toBeGreaterThan(0)
  expect(headers).toMatchObject({ "content-type": "application/problem+json", "x-request-id": "mine", ...CORS_HEADERS })
  expect(problemReply.parse(JSON.parse(body))).toMatchObject({ code: "OVERLOADED", status: 503, retry_after: seconds })
  await serveUntilDone(open, 5)
  expect(statusOf(await Promise.all(answers))).toEqual([200, 200, 200, 200, 200, 503, 503, 503])
})

test("no more are under way at once than may be, and whoever went away is not begun", async ({ ask, open }) => {
  const answers = Array.from({ length: 5 }, () => ask(PREPARE))
  await vi.waitFor(() => expect(open).toHaveLength(2))
  const [, , third] = answers as [unknown, unknown, ReturnType<typeof ask>]
  const gone = expect(third).rejects.toThrow()
  third.giveUp()
  await gone
  await new Promise((resolve) => setImmediate(resolve))
  expect(open).toHaveLength(2)
  await serveUntilDone(open, 4)
  expect(await Promise.allSettled(answers)).toHaveLength(5)
  expect(open).toHaveLength(4)
})

test("a flood of one kind takes no place of another, and reads and operators have no gate", async ({ ask, open }) => {
  const flood = Array.from({ length: 5 }, () => ask(PREPARE))
  await vi.waitFor(() => expect(open).toHaveLength(2))
  const others = [ask("/api/payment/transfer"), ask("/api/link/tea/close"), ask("/api/pause"), ask(`${PREPARE}/x`)]
  await vi.waitFor(() => expect(open).toHaveLength(6))
  await serveUntilDone(open, 9)
  expect(statusOf(await Promise.all([...flood, ...others]))).toEqual(Array(9).fill(200))
  expect(gatedRoute("GET", PREPARE)).toBeUndefined()
})

test("of a thousand at once those without a place are answered and counted, whatever becomes of the others", async ({
  ask,
  open,
}) => {
  const before = await refusals()
  const crowd = Array.from({ length: 1_000 }, () => ask(PREPARE))
  const refused: Answer[] = []
  for (const answer of crowd) void answer.then((one) => one.status === 503 && refused.push(one))
  await vi.waitFor(() => expect(refused).toHaveLength(995), 10_000)
  expect(open).toHaveLength(2)
  expect((await refusals()) - before).toBe(995)
  await serveUntilDone(open, 5)
  await Promise.all(crowd)
})

it("a crowd of new connections is heard before it is served", async ({ onTestFinished }) => {
  let begun = 0
  const server = createServer((_, response) => {
    begun += 1
    // What a prepare takes of the processor.
    const until = performance.now() + 5
    while (performance.now() < until);
    response.end("served")
  })
  admitRequests(server, { places: { underWay: 2, waiting: 100 } })
  await listen(server, onTestFinished)
  const refusedAfter: number[] = []
  const crowd = Array.from({ length: 300 }, () => ask(server, PREPARE, {}))
  for (const answer of crowd) void answer.then(({ status }) => status === 503 && refusedAfter.push(begun))
  await Promise.all(crowd)
  expect(refusedAfter.length).toBeGreaterThan(150)
  expect(Math.max(...refusedAfter)).toBeLessThan(30)
})

it("every route that changes something for whoever asks has a gate, and no other", () => {
  const expected = OPERATIONS.map(({ contract }) => contract)
    .filter(({ method, limit }) => method === "POST" && (limit === "prepare" || limit === "write"))
    .filter(({ access }) => access !== "operate")
    .map(({ path }) => path)
  expect(Object.keys(GATE_OF).sort()).toEqual([...new Set(expected)].sort())
  for (const path of expected) expect(gatedRoute("POST", `${path.replace(/\{\w+\}/g, "a-1")}?a=/b`)).toBe(path)
})

async function serveUntilDone(open: (() => void)[], all: number): Promise<void> {
  for (let served = 0; served < all; served++) {
    await vi.waitFor(() => expect(open.length).toBeGreaterThan(served), 5_000)
    open[served]?.()
  }
}

async function refusals(): Promise<number> {
  const { values } = await meters().refusals.get()
  return values.find(({ labels }) => labels.gate === "prepare")?.value ?? 0
}
