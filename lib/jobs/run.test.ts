import { describe, expect } from "vitest"
import { ChainError, NotFound } from "@/lib/errors"
import { Secret } from "@/lib/secret"
import { ADMIN_PASSWORD, PLATFORM_KEY } from "@/test/support/environment"
import { instanceStage } from "@/test/support/instance-stage"
import type { Job } from "./registry"
import { JobFailed, runJob } from "./run"

const test = instanceStage().extend(
  "record",
  ({ db }) =>
    (id: string) =>
      db.jobRun.findUniqueOrThrow({ where: { job: id } }),
)

function job(id: string, handler: Job["handler"]): Job {
  return { id, description: "", schedule: () => "* * * * *", handler }
}

describe("runJob", () => {
  test("a run is recorded with its times and logged in one line", async ({ here, record }) => {
    const outcome = await runJob(
      here.ctx,
      job("counts", async () => ({ counted: 3 })),
      "manual",
    )
    expect(outcome).toEqual({ status: "ok", result: { counted: 3 } })
    const { status, startedAt, finishedAt, error } = await record("counts")
    expect({ status, error }).toEqual({ status: "ok", error: null })
    expect(finishedAt?.getTime()).toBeGreaterThanOrEqual(startedAt.getTime())
    const lines = here.lines.filter((line) => line.job === "counts")
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ msg: "job ran", trigger: "manual", result: { counted: 3 } })
  })

  test("a job that runs in one instance is busy in every other", async ({ here, there, record }) => {
    let finish = () => {}
    let began = () => {}
    const beginning = new Promise<void>((resolve) => {
      began = resolve
    })
    const slow = job("slow", () => {
      began()
      return new Promise((resolve) => {
        finish = () => resolve({})
      })
    })
    const first = runJob(here.ctx, slow, "manual")
    await beginning
    expect(await runJob(there.ctx, slow, "manual")).toEqual({ status: "busy" })
    expect((await record("slow")).status).toBe("running")
    finish()
    expect((await first).status).toBe("ok")
    const third = runJob(
      there.ctx,
      job("slow", async () => ({ again: true })),
      "manual",
    )
    expect(await third).toEqual({ status: "ok", result: { again: true } })
  })

  test("one tick of the schedule is served once, and the next one again", async ({ here, there }) => {
    let runs = 0
    const ticking = job("ticking", async () => ({ runs: ++runs }))
    const tick = new Date("2026-01-01T00:00:00Z")
    const now = new Date()
    expect((await runJob(here.ctx, ticking, "schedule", tick)).status).toBe("ok")
    expect((await runJob(there.ctx, ticking, "schedule", tick)).status).toBe("done_before")
    expect((await runJob(there.ctx, ticking, "schedule", new Date(now.getTime() + 60_000))).status).toBe("ok")
    expect(runs).toBe(2)
  })

  test("instances whose clocks are ahead of the database's serve a tick once", async ({ here, there }) => {
    const ticking = job("early", async () => ({}))
    const tick = new Date(Date.now() + 30_000)
    expect((await runJob(here.ctx, ticking, "schedule", tick)).status).toBe("ok")
    expect((await runJob(there.ctx, ticking, "schedule", tick)).status).toBe("done_before")
  })

  test("a failure is recorded, and the next run happens", async ({ here, there, record }) => {
    let broken = true
    const fragile = job("fragile", async () => {
      if (broken) throw new ChainError("The CKB node did not answer.")
      return {}
    })
    const failure = await runJob(here.ctx, fragile, "manual").catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(JobFailed)
    expect(failure).toMatchObject({
      job: "fragile",
      retryable: true,
      message: "CHAIN_ERROR: The CKB node did not answer.",
    })
    expect(await record("fragile")).toMatchObject({
      status: "failed",
      error: "CHAIN_ERROR: The CKB node did not answer.",
      finishedAt: expect.any(Date),
    })
    broken = false
    expect((await runJob(there.ctx, fragile, "manual")).status).toBe("ok")
    const mended = await record("fragile")
    expect(mended).toMatchObject({ status: "ok", error: null, failure: "CHAIN_ERROR: The CKB node did not answer." })
    expect(mended.succeededAt).toEqual(mended.finishedAt)
    expect(mended.failedAt?.getTime()).toBeLessThanOrEqual(mended.startedAt.getTime())
    broken = true
    await runJob(here.ctx, fragile, "manual").catch(() => {})
    expect(await record("fragile")).toMatchObject({ status: "failed", succeededAt: mended.succeededAt })
  })

  test("what can never succeed is not worth another try", async ({ here }) => {
    const hopeless = job("hopeless", async () => {
      throw new NotFound("nothing here")
    })
    await expect(runJob(here.ctx, hopeless, "manual")).rejects.toMatchObject({ retryable: false })
  })

  test("no secret reaches the record, the log or the error", async ({ database, here, record }) => {
    const key = PLATFORM_KEY.slice(2)
    const leaky = job("leaky", async ({ config }) => {
      throw new Error(
        `cannot parse ${PLATFORM_KEY} or ${key}: ${config.databaseUrl.reveal()} refused ${ADMIN_PASSWORD} at https://me:sesame@node.example/`,
        { cause: new Error(key) },
      )
    })
    const failure: unknown = await runJob(here.ctx, leaky, "manual").catch((error: unknown) => error)
    const { error } = await record("leaky")
    expect(error).toContain("cannot parse [secret] or [secret]: [secret] refused [secret]")
    const lines = here.lines.filter((line) => line.job === "leaky")
    const everything = [error, JSON.stringify(lines), String(failure), JSON.stringify(failure)].join("\n")
    for (const secret of [key, ADMIN_PASSWORD, "sesame", database.url]) expect(everything).not.toContain(secret)
    expect((failure as Error).cause).toBeUndefined()
  })

  test("a lock whose holder dies is free at once", async ({ here, there }) => {
    let finish = () => {}
    let began = () => {}
    const beginning = new Promise<void>((resolve) => {
      began = resolve
    })
    const first = runJob(
      here.ctx,
      job("orphan", () => {
        began()
        return new Promise((resolve) => {
          finish = () => resolve({})
        })
      }),
      "manual",
    )
    await beginning
    await here.ctx.db.$queryRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'micropay job orphan'`
    const second = await runJob(
      there.ctx,
      job("orphan", async () => ({ rescued: true })),
      "manual",
    )
    expect(second).toEqual({ status: "ok", result: { rescued: true } })
    finish()
    await first
  })

  test("a database that is down is a failure that may pass", async ({ here }) => {
    const config = { ...here.ctx.config, databaseUrl: new Secret("postgresql://nobody:sesame@127.0.0.1:1/none") }
    const failure: unknown = await runJob(
      { ...here.ctx, config },
      job("unreachable", async () => ({})),
      "manual",
    ).catch((error: unknown) => error)
    expect(failure).toMatchObject({ retryable: true })
    expect(String(failure)).not.toContain("sesame")
  })
})
