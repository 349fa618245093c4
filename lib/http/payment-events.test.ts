import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { readServerEvents, type ServerEvent } from "@/lib/client/server-events"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { createLogger } from "@/lib/log"
import { createRows, type Rows } from "@/lib/payment/rows.fixture"
import { until } from "@/test/support/rpc"
import { eventStream, stopEvents } from "./event-stream"
import { paymentEvents } from "./payment-events"
import { takeStreamPlace } from "./stream-places"

let rows: Rows
let ctx: Context
let queries = 0
let lastQueryAt = 0
beforeAll(async () => {
  rows = await createRows()
  const db = rows.db.$extends({
    query: {
      $queryRaw: ({ args, query }) => {
        queries++
        lastQueryAt = performance.now()
        return query(args)
      },
    },
  })
  ctx = { ...rows.ctx, db, log: createLogger("silent") } as unknown as Context
})
afterAll(() => rows.close())

interface Client {
  events: { status: string }[]
  isOver: boolean
}

let networks = 0

async function client(id: bigint, network = `network ${networks++}`): Promise<Client> {
  const reader = readServerEvents(await paymentEvents(ctx, id, network))
  const events: Client["events"] = []
  const self: Client = { events, isOver: false }
  const read = async () => {
    for await (const event of reader) events.push(JSON.parse((event as ServerEvent).data))
    self.isOver = true
  }
  void read()
  return self
}

const move = (id: bigint, status: string) => rows.db.payment.update({ where: { id }, data: { status } })

test("whoever waits hears each change, and the end", async () => {
  const id = await rows.payment({ status: "prepared" })
  const waiting = await client(id)
  for (const status of ["submitted", "committed", "confirmed"]) {
    await move(id, status)
    await until(status, async () => waiting.events.at(-1)?.status === status)
  }
  await until("the end", async () => waiting.isOver)
  expect(waiting.events.map(({ status }) => status)).toEqual(["prepared", "submitted", "committed", "confirmed"])
  const late = await client(id)
  await until("the end", async () => late.isOver)
  expect(late.events).toMatchObject([{ status: "confirmed", is_complete: true }])
  for (let i = 0; i < 50; i++) await expect(paymentEvents(ctx, 999_999n, "n")).rejects.toThrow(NotFound)
})

test("forty who wait cost one query a second, and none when they have gone", async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => rows.payment({ status: "submitted" })))
  const clients = await Promise.all(Array.from({ length: 40 }, (_, i) => client(ids[i % 5] as bigint)))
  queries = 0
  const began = performance.now()
  for (const id of ids) await move(id, "failed")
  await until("all to hear", async () => clients.every(({ events }) => events.at(-1)?.status === "failed"))
  expect(queries).toBeLessThanOrEqual(5 + (performance.now() - began) / 1_000)

  const waiting = await paymentEvents(ctx, await rows.payment({ status: "submitted" }), "n")
  const asked = queries
  await until("a poll", async () => queries > asked)
  await waiting.cancel()
  await until("the polling to stop", async () => performance.now() - lastQueryAt > 2_000)
})

describe("streams that are open at once", () => {
  const open = async (id: bigint, network: string) => paymentEvents(ctx, id, network)
  const refusal = { code: "RATE_LIMITED", retryAfter: expect.any(Number) }

  test("are eight for a payment, and a place is free again when its client goes away", async () => {
    const id = await rows.payment({ status: "submitted" })
    const streams = await Promise.all(Array.from({ length: 8 }, (_, i) => open(id, `p${i}`)))
    await expect(open(id, "p8")).rejects.toMatchObject(refusal)
    await streams[3]?.cancel()
    // Going away twice gives one place back.
    await streams[3]?.cancel()
    streams.push(await open(id, "p8"))
    await expect(open(id, "p9")).rejects.toMatchObject(refusal)
    // Also when the payment is final: then the server ends them.
    await move(id, "failed")
    for (const stream of streams.filter((_, i) => i !== 3)) await new Response(stream).text()
    await (await open(id, "p9")).cancel()
  })

  test("are 32 for a network, for whatever payments", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => rows.payment({ status: "submitted" })))
    const streams = await Promise.all(Array.from({ length: 32 }, (_, i) => open(ids[i % 5] as bigint, "one")))
    await expect(open(ids[4] as bigint, "one")).rejects.toMatchObject(refusal)
    const other = await open(ids[4] as bigint, "other")
    for (const stream of [...streams, other]) await stream.cancel()
    await (await open(ids[4] as bigint, "one")).cancel()
  })

  test("are two thousand for the process", async () => {
    const places = Array.from({ length: 2_000 }, (_, i) => takeStreamPlace(BigInt(i), `n${i}`))
    const id = await rows.payment({ status: "submitted" })
    await expect(open(id, "n")).rejects.toMatchObject({ code: "OVERLOADED", headers: { "retry-after": "15" } })
    for (const leave of places) leave()
    await (await open(id, "n")).cancel()
  })
})

test("a stream is never silent for long, and ends when the process is told to stop", async () => {
  vi.useFakeTimers()
  const ended = vi.fn()
  const text: string[] = []
  const reading = eventStream(() => ended).pipeTo(
    new WritableStream({ write: (chunk) => void text.push(new TextDecoder().decode(chunk)) }),
  )
  await vi.advanceTimersByTimeAsync(31_000)
  expect(text.filter((chunk) => chunk.startsWith(": "))).toHaveLength(2)
  stopEvents()
  await reading
  expect(ended).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
  await new Response(eventStream(() => ended)).text()
  expect(ended).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})
