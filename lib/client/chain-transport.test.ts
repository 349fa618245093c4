import { afterEach, expect, test, vi } from "vitest"
import { createChainTransport, type RpcPayload } from "./chain-transport"

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const payload = (id: number): RpcPayload => ({ id, method: "get_transaction", params: ["0x00"] })
const json = (status: number, body: object) => new Response(JSON.stringify(body), { status })
const answer = (body: string) =>
  json(200, { jsonrpc: "2.0", id: JSON.parse(body).id, result: JSON.parse(body).id * 10 })

test("each call gets its own answer, four at a time", async () => {
  let underWay = 0
  let most = 0
  vi.stubGlobal("fetch", async (path: string, { body }: { body: string }) => {
    expect(path).toBe("/api/rpc")
    underWay += 1
    most = Math.max(most, underWay)
    await new Promise((resolve) => setTimeout(resolve, 5))
    underWay -= 1
    return answer(body)
  })
  const transport = createChainTransport()
  const ids = Array.from({ length: 20 }, (_, id) => id)
  const answers = await Promise.all(ids.map((id) => transport.request(payload(id))))
  expect(answers).toEqual(ids.map((id) => ({ id, result: id * 10 })))
  expect(most).toBe(4)
})

test("a server with too much to do is asked again, a node that is away is not", async () => {
  vi.useFakeTimers()
  const replies = [json(503, { code: "OVERLOADED" }), json(503, { code: "OVERLOADED" })]
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => replies.shift() ?? answer(body))
  const transport = createChainTransport()
  const asked = transport.request(payload(1))
  await vi.runAllTimersAsync()
  expect(await asked).toEqual({ id: 1, result: 10 })

  let tries = 0
  vi.stubGlobal("fetch", async () => {
    tries += 1
    return json(502, { code: "CHAIN_ERROR" })
  })
  await expect(transport.request(payload(2))).rejects.toMatchObject({ code: "CHAIN_ERROR" })
  expect(tries).toBe(1)
})

test("a call that fails gives its turn to the next one", async () => {
  vi.stubGlobal("fetch", async () => json(502, { code: "CHAIN_ERROR" }))
  const transport = createChainTransport()
  const failed = await Promise.allSettled(Array.from({ length: 9 }, (_, id) => transport.request(payload(id))))
  expect(failed.map(({ status }) => status)).toEqual(Array(9).fill("rejected"))
})

test("a server that goes on having too much to do is not asked for ever", async () => {
  vi.useFakeTimers()
  let tries = 0
  vi.stubGlobal("fetch", async () => {
    tries += 1
    return json(503, { code: "OVERLOADED" })
  })
  const asked = expect(createChainTransport().request(payload(1))).rejects.toMatchObject({ code: "OVERLOADED" })
  await vi.runAllTimersAsync()
  await asked
  expect(tries).toBe(4)
})
