import { expect, test, vi } from "vitest"
import { readServerEvents, type ServerEvent } from "./server-events"

function stream(...chunks: string[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk))
  return new ReadableStream({
    pull(controller) {
      const next = bytes.shift()
      if (next) controller.enqueue(next)
      else controller.close()
    },
  })
}

async function all(...chunks: string[]): Promise<ServerEvent[]> {
  const events = []
  for await (const event of readServerEvents(stream(...chunks))) events.push(event)
  return events
}

test("events are read wherever the network cuts them, and comments are not events", async () => {
  const text =
    'retry: 2000\n\nevent: payment\ndata: {"a":"你"}\n\n: still here\n\ndata: x\n\nevent: payment\ndata: cut off'
  const expected = [
    { name: "payment", data: '{"a":"你"}' },
    { name: "message", data: "x" },
  ]
  expect(await all(text)).toEqual(expected)
  expect(await all(...text)).toEqual(expected)
})

test("a heartbeat is a sign of life", async () => {
  const alive = vi.fn()
  for await (const _ of readServerEvents(stream(": still here\n\n", ": still here\n\n"), alive));
  expect(alive).toHaveBeenCalledTimes(2)
})
