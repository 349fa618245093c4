import { describe, expect, vi } from "vitest"
import { readServerEvents, type ServerEvent } from "@/lib/client/server-events"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { createLogger } from "@/lib/log"
import { rowsStage } from "@/lib/payment/rows.fixture"
import { until } from "@/test/support/rpc"
import { eventStream, stopEvents } from "./event-stream"
import { paymentEvents } from "./payment-events"
import { takeStreamPlace } from "./stream-places"

interface Client {
  events: { status: string }[]
  isOver: boolean
}

/** What the streams have asked of the database. */
const asked = { queries: 0, lastAt: 0 }
let networks = 0
const test = rowsStage()
  /** As each process has it: its queries are counted. */
  .extend("here", { scope: "file" }, ({ ctx }) => {
    const db = ctx.db.$extends({
      query: {
        $queryRaw: ({ args, query }) => {
          asked.queries++
          asked.lastAt = performance.now()
          return query(args)
        },
      },
    })
    return { ...ctx, db, log: createLogger("silent") } as unknown as Context
  })
  .extend(
    "open",
    ({ here }) =>
      (id: bigint, network = `network ${networks++}`) =>
        paymentEvents(here, id, network),
  )
  .extend("client", ({ open }) => async (id: bigint): Promise<Client> => {
    const reader = readServerEvents(await open(id))
    const events: Client["events"] = []
    const self: Client = { events, isOver: false }
    const read = async () => {
      for await (const event of reader) events.push(JSON.parse((event as ServerEvent).data))
      self.isOver = true
    }
    void read()
    return self
  })
  .extend(
    "move",
    ({ db }) =>
      (id: bigint, status: string) =>
        db.payment.update({ where: { id }, data: { status } }),
  )

test("whoever waits hears each change, and the end", async ({ rows, open, client, move }) => {
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
  for (let i = 0; i < 50; i++) await expect(open(999_999n, "n")).rejects.toThrow(NotFound)
})

test("forty who wait cost one query a second, and none when they have gone", async ({ rows, open, client, move }) => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => rows.payment({ status: "submitted" })))
  const clients = await Promise.all(Array.from({ length: 40 }, (_, i) => client(ids[i % 5] as bigint)))
  asked.queries = 0
  const began = performance.now()
  for (const id of ids) await move(id, "failed")
  await until("all to hear", async () => clients.every(({ events }) => events.at(-1)?.status === "failed"))
  expect(asked.queries).toBeLessThanOrEqual(5 + (performance.now() - began) / 1_000)

  const waiting = await open(await rows.payment({ status: "submitted" }), "n")
  const before = asked.queries
  await until("a poll", async () => asked.queries > before)
  await waiting.cancel()
  await until("the polling to stop", async () => performance.now() - asked.lastAt > 2_000)
})

describe("streams that are open at once", () => {
  const refusal = { code: "RATE_LIMITED", retryAfter: expect.any(Number) }

  test("are eight for a payment, and a place is free again when its client goes away", async ({ rows, open, move }) => {
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

  test("are 32 for a network, for whatever payments", async ({ rows, open }) => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => rows.payment({ status: "submitted" })))
    const streams = await Promise.all(Array.from({ length: 32 }, (_, i) => open(ids[i % 5] as bigint, "one")))
    await expect(open(ids[4] as bigint, "one")).rejects.toMatchObject(refusal)
    const other = await open(ids[4] as bigint, "other")
    for (const stream of [...streams, other]) await stream.cancel()
    await (await open(ids[4] as bigint, "one")).cancel()
  })

  test("are two thousand for the process", async ({ rows, open }) => {
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
