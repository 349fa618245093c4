import { InngestTestEngine } from "@inngest/test"
import { describe, expect, vi } from "vitest"
import { jobs } from "@/lib/jobs/registry"
import { openLockSession } from "@/lib/jobs/session"
import { closeContext, setContext } from "@/lib/runtime"
import { instanceOnChainStage } from "@/test/support/instance-stage"
import { createFunctions } from "./functions"

const test = instanceOnChainStage().extend("engine", ({ ctx }) => (id: string, event = "inngest/scheduled.timer") => {
  const found = createFunctions(ctx.config).find((candidate) => candidate.id() === id)
  if (!found) throw new Error(`no function ${id}`)
  return new InngestTestEngine({ function: found, events: [{ name: event, data: {} }] })
})
test.beforeEach(({ ctx }) => setContext(ctx))

const SETTLE_REQUESTED = "micropay/settle.requested"

describe("the registry as Inngest functions", () => {
  test("each job is a function on its schedule, and settling can be asked for", ({ ctx }) => {
    const triggers = Object.fromEntries(createFunctions(ctx.config).map((fn) => [fn.id(), fn.opts.triggers]))
    expect(triggers).toEqual({
      "expire-payments": [{ cron: "* * * * *" }],
      settle: [{ cron: ctx.config.settlementCron }, { event: SETTLE_REQUESTED }],
      "top-up": [{ cron: ctx.config.settlementCron }, { event: SETTLE_REQUESTED }],
      "raise-fees": [{ cron: "* * * * *" }],
      "end-stuck": [{ cron: "*/10 * * * *" }],
      reconcile: [{ cron: "*/5 * * * *" }],
      "sample-pool": [{ cron: "* * * * *" }],
      "trim-pool": [{ cron: "*/5 * * * *" }],
      "resize-pool": [{ cron: "* * * * *" }],
      prune: [{ cron: "17 * * * *" }],
      "check-totals": [{ cron: "43 3 * * *" }],
      "prove-solvency": [{ cron: "* * * * *" }],
    })
  })

  test.for(jobs.map(({ id }) => id))("%s runs its job and leaves a record of it", async (id, { ctx, engine }) => {
    const { result, error } = await engine(id).execute()
    expect(error).toBeUndefined()
    expect(result).toMatchObject({ status: "ok" })
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    expect(await ctx.db.jobRun.findUnique({ where: { job: id } })).toMatchObject({ status: "ok" })
  })

  test("settling can be asked for", async ({ engine }) => {
    const { result } = await engine("settle", SETTLE_REQUESTED).execute()
    expect(result).toEqual({ status: "ok", result: { settlements: [] } })
  })

  test("a request to settle while a run is under way is tried again: that run may have chosen before the request came", async ({
    database,
    engine,
  }) => {
    const session = await openLockSession(database.url, "test")
    expect(await session.tryLock("job settle")).toBe(true)
    expect((await engine("settle", SETTLE_REQUESTED).execute()).error).toMatchObject({
      message: "settle is running already",
    })
    expect((await engine("settle").execute()).result).toEqual({ status: "busy" })
    await session.close()
    expect((await engine("settle", SETTLE_REQUESTED).execute()).error).toBeUndefined()
  })

  test("a server that has not started yet is a failure to try again, and says no more than that", async ({
    engine,
  }) => {
    setContext(undefined)
    vi.stubEnv("DATABASE_URL", "postgresql://me:sesame@127.0.0.1:1/none")
    const { error } = await engine("prune").execute()
    expect(error).toMatchObject({ message: "the server has not started: its database or node does not answer yet" })
    expect(JSON.stringify(error)).not.toContain("sesame")
    vi.unstubAllEnvs()
    await closeContext()
  })
})
