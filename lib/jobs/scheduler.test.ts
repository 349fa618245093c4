import { describe, expect, vi } from "vitest"
import { loadConfig } from "@/lib/config"
import { environment } from "@/test/support/environment"
import { instanceStage } from "@/test/support/instance-stage"
import { type Job, settleJob } from "./registry"
import { startScheduler } from "./scheduler"

const test = instanceStage()

const EVERY_SECOND = "* * * * * *"
const ONCE_A_YEAR = "0 0 1 1 *"
const bounded = { timeout: 15_000, interval: 20 }

function job(id: string, schedule: string, handler: () => Promise<void>): Job {
  return { id, description: "", schedule: () => schedule, handler: () => handler().then(() => ({})) }
}

test("a settlement schedule that is no cron expression is refused when the configuration is read", () => {
  const settings = environment("postgresql://localhost/x", "http://localhost:1")
  for (const SETTLEMENT_CRON of ["hourly", "61 * * * *", "* * *", "2026-01-01T00:00:00"]) {
    expect(() => loadConfig({ ...settings, SETTLEMENT_CRON })).toThrow("SETTLEMENT_CRON must be a cron expression")
  }
  for (const SETTLEMENT_CRON of ["0 6 * * 1-5", "*/10 * * * * *"]) {
    expect(settleJob.schedule(loadConfig({ ...settings, SETTLEMENT_CRON }))).toBe(SETTLEMENT_CRON)
  }
})

test("INNGEST_DEV=0 leaves the jobs to the embedded scheduler: otherwise nobody would run them", () => {
  const settings = environment("postgresql://localhost/x", "http://localhost:1")
  expect(loadConfig({ ...settings, INNGEST_DEV: "0" }).inngest.enabled).toBe(false)
  expect(loadConfig({ ...settings, INNGEST_DEV: "false" }).inngest.enabled).toBe(false)
  expect(loadConfig({ ...settings, INNGEST_DEV: "1" }).inngest.enabled).toBe(true)
})

describe("the embedded scheduler", () => {
  test("two instances serve each tick once", async ({ here, there }) => {
    const startedAt = Date.now()
    let runs = 0
    const counting = job("counting", EVERY_SECOND, async () => {
      runs += 1
    })
    const schedulers = [here, there].map(({ ctx }) => startScheduler(ctx, [counting]))
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(4), bounded)
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
    const ticks = Math.floor(Date.now() / 1000) - Math.floor(startedAt / 1000) + 1
    expect(runs).toBeLessThanOrEqual(ticks)
  })

  test("a job that outlasts its period never overlaps itself", async ({ here, there }) => {
    let running = 0
    let most = 0
    let runs = 0
    const long = job("long", EVERY_SECOND, async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      running -= 1
      runs += 1
    })
    const schedulers = [here, there].map(({ ctx }) => startScheduler(ctx, [long]))
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(2), bounded)
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
    expect(most).toBe(1)
  })

  test("a failing job runs again at its next tick, and does not keep another from its own", async ({ here }) => {
    let failures = 0
    let others = 0
    const failing = job("failing", EVERY_SECOND, async () => {
      failures += 1
      throw new Error("no")
    })
    const other = job("other", EVERY_SECOND, async () => {
      others += 1
    })
    const scheduler = startScheduler(here.ctx, [failing, other])
    await vi.waitFor(() => expect(Math.min(failures, others)).toBeGreaterThanOrEqual(2), bounded)
    await scheduler.stop()
    expect(await here.ctx.db.jobRun.findUnique({ where: { job: "failing" } })).toMatchObject({
      status: "failed",
      error: "no",
    })
  })

  test("a tick that fell into a restart is served at the start, once", async ({ here, there }) => {
    let runs = 0
    const yearly = job("yearly", ONCE_A_YEAR, async () => {
      runs += 1
    })
    for (const { ctx } of [here, there]) {
      const scheduler = startScheduler(ctx, [yearly])
      await vi.waitFor(async () => {
        expect(await ctx.db.jobRun.findUnique({ where: { job: "yearly" } })).toMatchObject({ status: "ok" })
      }, bounded)
      await scheduler.stop()
    }
    expect(runs).toBe(1)
  })

  test("a failure that may pass is tried again before a schedule that comes much later", async ({ here }) => {
    let runs = 0
    const stumbling = job("stumbling", ONCE_A_YEAR, async () => {
      runs += 1
      if (runs < 3) throw new Error("the node is away")
    })
    const scheduler = startScheduler(here.ctx, [stumbling], [20, 20, 20])
    await vi.waitFor(async () => {
      expect(await here.ctx.db.jobRun.findUnique({ where: { job: "stumbling" } })).toMatchObject({ status: "ok" })
    }, bounded)
    await scheduler.stop()
    expect(runs).toBe(3)
  })

  test("stopping waits for the run that is under way, and begins no other", async ({ here }) => {
    let began = false
    let ended = false
    const slow = job("slow", EVERY_SECOND, async () => {
      began = true
      await new Promise((resolve) => setTimeout(resolve, 400))
      ended = true
    })
    const scheduler = startScheduler(here.ctx, [slow])
    await vi.waitFor(() => expect(began).toBe(true), bounded)
    await scheduler.stop()
    expect(ended).toBe(true)
    const { startedAt } = await here.ctx.db.jobRun.findUniqueOrThrow({ where: { job: "slow" } })
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect((await here.ctx.db.jobRun.findUniqueOrThrow({ where: { job: "slow" } })).startedAt).toEqual(startedAt)
  })
})
