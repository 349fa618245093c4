import { describe, expect, vi } from "vitest"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { instanceStage } from "@/test/support/instance-stage"
import { until } from "@/test/support/rpc"
import { countCall } from "./shared-counts"

const test = instanceStage().extend("told", ({ db }) => async (key: string) => {
  const counts = await db.requestCount.findMany({ where: { key } })
  return counts.reduce((sum, { hits }) => sum + hits, 0)
})
test.afterEach(() => void vi.useRealTimers())

/** How many of so many calls pass. */
function passing({ ctx }: { ctx: Context }, key: string, calls: number, allowed = 30): number {
  return Array.from({ length: calls }, () => countCall(ctx, key, allowed)).filter(({ retryAfter }) => retryAfter === 0)
    .length
}

/** A new minute begins with what the database knows of the old one, from everybody: what is seen there is not news. */
async function farFromTheNextMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000)
  if (left < 20_000) await new Promise((resolve) => setTimeout(resolve, left))
}

describe("calls are counted by all instances together", () => {
  test("which know of each other's within a second or two", async ({ here, there, told }) => {
    await farFromTheNextMinute()
    expect([passing(here, "k", 20), passing(there, "k", 5)]).toEqual([20, 5])
    await until("both to have told", async () => (await told("k")) === 25)
    // Each asks when it tells, so the second one's news may have come after the first had asked.
    const more = passing(here, "k", 1) + passing(there, "k", 1)
    await until("both to have told", async () => (await told("k")) === 25 + more)
    let passed = 25 + more
    await until("nothing to pass any more", async () => {
      const now = passing(here, "k", 30) + passing(there, "k", 30)
      passed += now
      return now === 0
    })
    // Thirty, and what one did not know of the other for a second; each alone would have let thirty pass.
    expect(passed).toBeLessThanOrEqual(40)
    // What is refused is not counted: whoever floods makes no work for the database.
    expect(await told("k")).toBeLessThanOrEqual(40)
  })

  test("in one statement a second, however many calls there are", async ({ here, told }) => {
    let statements = 0
    const db = here.ctx.db.$extends({
      query: {
        $queryRaw: ({ args, query }) => {
          statements += 1
          return query(args)
        },
      },
    })
    const ctx = { ...here.ctx, db } as unknown as Context
    for (let network = 0; network < 500; network++) passing({ ctx }, `n${network}`, 3)
    expect(statements).toBe(0)
    await until("all to be told", async () => (await told("n499")) === 3)
    expect(statements).toBe(1)
    expect(await told("n0")).toBe(3)
  })

  test("and forgotten by the database after two minutes", async ({ here, told }) => {
    await here.ctx.db.requestCount.create({
      data: { minute: Math.floor(Date.now() / 60_000) - 2, key: "old", hits: 7 },
    })
    passing(here, "new", 1)
    await until("it to be told", async () => (await told("new")) === 1)
    expect(await told("old")).toBe(0)
  })

  test("an instance that has just started knows what was called in the minute before", async ({ here, there }) => {
    const minute = Math.floor(Date.now() / 60_000)
    await here.ctx.db.requestCount.createMany({ data: [{ minute: minute - 1, key: "s", hits: 1_000_000 }] })
    passing(there, "s", 1)
    await until("it to be asked", async () => passing(there, "s", 30) === 0 || undefined)
  })
})

test("while the database is away each instance counts for itself, and says so once", async ({ here }) => {
  const db = connectDatabase("postgresql://nobody@127.0.0.1:1/nothing", 1)
  const lines: string[] = []
  const log = { warn: (_: object, message: string) => lines.push(message), info: () => {} }
  const alone = { ...here.ctx, db, log } as unknown as Context
  expect(passing({ ctx: alone }, "k", 100)).toBe(30)
  await until("it to be tried twice", async () => new Promise((resolve) => setTimeout(resolve, 2_500, true)))
  expect(passing({ ctx: alone }, "k", 100)).toBe(0)
  expect(lines).toEqual(["failing, will be tried again"])
  await db.$disconnect()
})

test("nobody gets twice as much across a full minute, and what is said of the wait is true", ({ here }) => {
  const ctx = { ...here.ctx, db: { $queryRaw: () => new Promise(() => {}) } } as unknown as Context
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_059_000 - (1_800_000_000_000 % 60_000) })
  expect(passing({ ctx }, "k", 100)).toBe(30)
  vi.setSystemTime(Date.now() + 2_000)
  expect(passing({ ctx }, "k", 100)).toBe(0)
  const wait = countCall(ctx, "k", 30).retryAfter
  vi.setSystemTime(Date.now() + wait * 1_000)
  expect(passing({ ctx }, "k", 100)).toBeGreaterThan(0)
  // All of a minute's calls at its end: the wait goes into the minute after the next.
  vi.setSystemTime(Date.now() + 180_000)
  passing({ ctx }, "k", 30)
  const long = countCall(ctx, "k", 30).retryAfter
  vi.setSystemTime(Date.now() + (long - 2) * 1_000)
  expect(passing({ ctx }, "k", 1)).toBe(0)
  vi.setSystemTime(Date.now() + 3_000)
  expect(passing({ ctx }, "k", 1)).toBe(1)
})

test("memory has a bound, however many networks there are, and none of them gets out of the limit by it", ({
  here,
}) => {
  const ctx = { ...here.ctx, db: { $queryRaw: () => new Promise(() => {}) } } as unknown as Context
  let passed = 0
  for (let network = 0; network < 60_000; network++) passed += passing({ ctx }, `network ${network}`, 1, 1)
  expect(passed).toBeGreaterThan(50_000)
  expect(passed).toBeLessThanOrEqual(50_000 + 1_024)
})
