import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { readServerEvents, type ServerEvent } from "@/lib/client/server-events"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { createLogger } from "@/lib/log"
import { createRows, type Rows } from "@/lib/payment/rows.fixture"
import { until } from "@/test/support/rpc"
import { eventStream, stopEvents } from "./event-stream"
import { paymentEvents } from "./payment-events"

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

async function client(id: bigint): Promise<Client> {
  const reader = readServerEvents(await paymentEvents(ctx, id))
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
  await expect(paymentEvents(ctx, 999_999n)).rejects.toThrow(NotFound)
})

test("forty who wait cost one query a second, and none when they have gone", async () => {
  const ids = [await rows.payment({ status: "submitted" }), await rows.payment({ status: "submitted" })]
  const clients = await Promise.all(Array.from({ length: 40 }, (_, i) => client(ids[i % 2] as bigint)))
  queries = 0
  const began = performance.now()
  for (const id of ids) await move(id, "failed")
  await until("all to hear", async () => clients.every(({ events }) => events.at(-1)?.status === "failed"))
  expect(queries).toBeLessThanOrEqual(2 + (performance.now() - began) / 1_000)

  const waiting = await paymentEvents(ctx, await rows.payment({ status: "submitted" }))
  const asked = queries
  await until("a poll", async () => queries > asked)
  await waiting.cancel()
  await until("the polling to stop", async () => performance.now() - lastQueryAt > 2_000)
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
