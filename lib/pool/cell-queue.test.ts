import { describe, expect, it } from "vitest"
import { shannons } from "@/lib/money"
import { tellBlock } from "@/lib/transaction/block-signal"
import { until } from "@/test/support/rpc"
import { createCellQueue } from "./cell-queue"
import type { Hold } from "./hold"

const LONG_MS = 60_000

function holdOf(id: bigint): Hold {
  const outPoint = { txHash: `0x${"00".repeat(32)}`, index: 0 } as const
  return { paymentId: id, cell: { id, outPoint, capacity: shannons(0n), blockNumber: 0n } }
}

/** A pool of which a test says when a cell is free. */
function pool() {
  const free: bigint[] = []
  let looks = 0
  const queue = createCellQueue(async () => {
    looks += 1
    const id = free.shift()
    return id === undefined ? undefined : holdOf(id)
  })
  const wait = async (ms = LONG_MS) => (await queue.wait(ms))?.paymentId
  return { free, queue, wait, looks: () => looks }
}

describe("who waits for a cell", () => {
  it("gets one in the order in which they came, as soon as a block brings them", async () => {
    const { free, wait } = pool()
    const waiting = [wait(), wait(), wait()]
    free.push(7n, 8n, 9n)
    tellBlock()
    expect(await Promise.all(waiting)).toEqual([7n, 8n, 9n])
  })

  it("gets one without a block too, which another process may have taken in", async () => {
    const { free, wait } = pool()
    const waiting = wait()
    free.push(7n)
    expect(await waiting).toBe(7n)
  })

  it("gets none when there is none for so long, and those behind wait on", async () => {
    const { free, queue, wait } = pool()
    const late = wait(150)
    const next = wait()
    expect(await late).toBeUndefined()
    expect(queue.length).toBe(1)
    free.push(7n)
    expect(await next).toBe(7n)
  })

  it("is given a cell that came another way, before all who came later", async () => {
    const { queue, wait } = pool()
    const [first, second] = [wait(), wait()]
    expect(queue.give(holdOf(5n))).toBe(true)
    expect(await first).toBe(5n)
    expect(queue.give(holdOf(6n))).toBe(true)
    expect(await second).toBe(6n)
    expect(queue.give(holdOf(7n))).toBe(false)
  })

  it("asks no oftener than a few times for each look, however many wait", async () => {
    const { free, wait, looks, queue } = pool()
    const waiting = Array.from({ length: 50 }, () => wait())
    await until("the first look", async () => looks() > 0)
    expect(looks()).toBeLessThanOrEqual(8)
    free.push(...Array.from({ length: 50 }, (_, nth) => BigInt(nth)))
    expect(await Promise.all(waiting)).toHaveLength(50)
    expect(queue.length).toBe(0)
  })

  it("hears of a database that fails, and the next one is served again", async () => {
    let isDown = true
    const queue = createCellQueue(async () => {
      if (isDown) throw new Error("the database is away")
      return holdOf(7n)
    })
    const waiting = [queue.wait(LONG_MS), queue.wait(LONG_MS)]
    for (const each of waiting) await expect(each).rejects.toThrow("away")
    isDown = false
    expect((await queue.wait(LONG_MS))?.paymentId).toBe(7n)
  })
})
