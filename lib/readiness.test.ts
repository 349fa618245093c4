import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, vi } from "vitest"
import { readFigures } from "@/lib/figures/read"
import { startLeader } from "@/lib/jobs/leader"
import { watchInngestLoop } from "@/lib/jobs/registry"
import { readiness } from "@/lib/readiness"
import { closeContext } from "@/lib/runtime"
import { environment } from "@/test/support/environment"
import { freshInstanceStage } from "@/test/support/instance-stage"

const test = freshInstanceStage()
  .extend("takeIn", ({ db }) => async (block: number) => {
    await db.block.create({ data: { number: BigInt(block), hash: new Uint8Array(32).fill(block % 251) } })
  })
  .extend("addCell", ({ db }) => async () => {
    await db.platformCell.create({
      data: { txHash: new Uint8Array(32), outputIndex: 0, capacity: 6_500_000_000n, madeIn: 1n },
    })
  })

describe("readiness", () => {
  test("is given when the database, the node, the pool and the follower are well", async ({ ctx, takeIn, addCell }) => {
    await takeIn(6)
    await addCell()
    expect(await readiness(ctx)).toEqual({
      ready: true,
      checks: {
        database: { ok: true, detail: "answers" },
        node: { ok: true, detail: "at block 7" },
        pool: { ok: true, detail: "1 cells, 1 free, low: add cells or wait for blocks" },
        follower: { ok: true, detail: "at block 6, 1 behind the node" },
        jobs: { ok: true, detail: "run on time", overdue: [] },
      },
    })
  })

  test("an unfunded pool says how much to send, and where", async ({ ctx, takeIn }) => {
    await takeIn(7)
    const { ready, checks } = await readiness(ctx)
    expect(ready).toBe(false)
    expect(checks.pool.ok).toBe(false)
    expect(checks.pool.detail).toContain("2080 CKB (32 cells of 65 CKB)")
    expect(checks.pool.detail).toContain(ctx.chain.platform.address)
    expect(checks.node.ok && checks.database.ok && checks.follower.ok).toBe(true)
  })

  test("a follower that is far behind, or has not begun, is not ready", async ({ node, ctx, takeIn, addCell }) => {
    await addCell()
    expect((await readiness(ctx)).checks.follower).toEqual({
      ok: false,
      detail: "no block has been taken in yet",
    })
    await takeIn(7)
    node.tip = 28
    expect((await readiness(ctx)).checks.follower).toEqual({
      ok: false,
      detail: "at block 7, 21 behind the node",
    })
    node.tip = 27
    expect((await readiness(ctx)).ready).toBe(true)
  })

  test("a node that is down is told apart from the rest", async ({ node, ctx, takeIn, addCell }) => {
    await takeIn(7)
    await addCell()
    await node.close()
    const { ready, checks } = await readiness(ctx)
    expect(ready).toBe(false)
    expect(checks.node).toEqual({ ok: false, detail: "the CKB node does not answer" })
    expect(checks.database.ok && checks.pool.ok).toBe(true)
  })

  test("a job that nobody has begun for its last three ticks is named, once there was time for them", async ({
    db,
    ctx,
    takeIn,
    addCell,
  }) => {
    await takeIn(7)
    await addCell()
    const minutes = (n: number) => new Date(Date.now() - n * 60_000)
    const ran = (job: string, ago: number, status = "ok") =>
      db.jobRun.create({ data: { job, startedAt: minutes(ago), status } })
    // One runs, one has not for long, one has had no time: an hour's job three hours ago. The others never ran.
    await Promise.all([
      ran("expire-payments", 1),
      ran("settle", 5),
      ran("prune", 2.5 * 60),
      ran("top-up", 5, "running"),
    ])
    vi.stubGlobal("microPayJobsSince", minutes(2).getTime())
    expect((await readiness(ctx)).checks.jobs).toMatchObject({ ok: true, overdue: [] })
    // Less than three ticks of a job that runs every ten minutes, whatever the time of day; more than three of the
    // others.
    vi.stubGlobal("microPayJobsSince", minutes(19).getTime())
    const { ready, checks } = await readiness(ctx)
    const everyFewMinutes = [
      "settle",
      "raise-fees",
      "reconcile",
      "sample-pool",
      "trim-pool",
      "resize-pool",
      "prove-solvency",
    ]
    expect(checks.jobs.overdue).toEqual(everyFewMinutes)
    expect(checks.jobs.detail).toMatch(/^settle, raise-fees.*the scheduler in this server runs$/)
    expect([ready, checks.jobs.ok]).toEqual([false, false])
    const inngest = { dev: "1", enabled: true, url: "http://127.0.0.1:1" }
    const withInngest = { ...ctx, config: { ...ctx.config, inngest } }
    expect((await readiness(withInngest)).checks.jobs.detail).toMatch(/Inngest's server runs; .*does not answer/)
    vi.unstubAllGlobals()
  })

  test("an Inngest server that does not answer is named, in the figures too, before any job is overdue", async ({
    ctx,
    here,
    takeIn,
    addCell,
  }) => {
    await takeIn(7)
    await addCell()
    const server = createServer((_, response) => response.writeHead(404).end())
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const urlOf = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`
    const inngest = (url: string) => ({
      ...ctx,
      config: { ...ctx.config, inngest: { dev: undefined, enabled: true, url } },
    })
    const [up, down] = [inngest(urlOf("up")), inngest(urlOf("down"))]
    expect((await readiness(up)).checks.jobs).toEqual({ ok: true, detail: "run on time", overdue: [] })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    const { jobs } = (await readiness(down)).checks
    expect(jobs.detail).toMatch(/^run on time; Inngest's server does not answer, see INNGEST_BASE_URL$/)
    expect((await readFigures(down)).inngest).toBe(false)
    const leader = startLeader(down, [watchInngestLoop])
    await vi.waitFor(
      () => expect(here.lines.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("INNGEST_BASE_URL")),
      { timeout: 10_000 },
    )
    await leader.stop()
  })

  test("before there is a context it says so, and does not throw", async ({ database, node }) => {
    await node.close()
    for (const [name, value] of Object.entries(environment(database.url, node.url))) vi.stubEnv(name, value)
    const { ready, checks } = await readiness()
    expect(ready).toBe(false)
    expect(checks.database.ok).toBe(false)
    expect(JSON.stringify(checks)).not.toContain(database.url)
    await closeContext()
    vi.unstubAllEnvs()
  })
})
