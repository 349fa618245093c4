import { describe, expect, vi } from "vitest"
import { startDevnet } from "@/test/support/chain"
import { freshInstanceStage, type Instance } from "@/test/support/instance-stage"
import { startOwnPostgres } from "@/test/support/postgres"
import { type Leader, startLeader } from "./leader"
import type { Loop } from "./registry"

// Instances try for the lead every two seconds, several times in a test, on a machine that may be busy.
const bounded = { timeout: 60_000, interval: 20 }
const WARN = 40

function leaderStage() {
  return (
    freshInstanceStage()
      /** Starts a leader, which ends with the test. */
      .extend("start", ({ here }, { onCleanup }) => {
        const leaders: Leader[] = []
        onCleanup(async () => {
          await Promise.all(leaders.map((leader) => leader.stop()))
        })
        return (loops?: Loop[], instance = here): Leader => {
          const leader = startLeader(instance.ctx, loops)
          leaders.push(leader)
          return leader
        }
      })
      /** Leads with one loop. */
      .extend(
        "lead",
        ({ start }) =>
          (loop: Partial<Loop>, instance?: Instance) =>
            start([{ id: "test", everyMs: () => 10, run: async () => "wait", ...loop }], instance),
      )
  )
}

const test = leaderStage()
const onOwnPostgres = leaderStage()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("server", async ({}, { onCleanup }) => {
    const server = await startOwnPostgres()
    onCleanup(() => server.discard())
    return server
  })
  .override("database", ({ server }) => ({ url: server.databaseUrl, drop: async () => {} }))
const onChain = leaderStage()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("chain", async ({}, { onCleanup }) => {
    const chain = await startDevnet({ blockMs: 100 })
    onCleanup(() => chain.stop())
    return chain
  })
  .override("rpcUrl", ({ chain }) => chain.rpcUrl)

/** Ends the connection on which the lead rests, as a failing network would. */
async function cutLeader({ ctx }: Instance): Promise<number> {
  return ctx.db.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE datname = current_database() AND application_name = 'micropay leader' AND locktype = 'advisory'`
}

describe("the leader", () => {
  test("of several instances one leads, and another takes over when it stops", async ({ here, there, lead }) => {
    let runsThere = 0
    const first = lead({}, here)
    await vi.waitFor(() => expect(first.isLeading()).toBe(true), bounded)
    const run = async () => {
      runsThere += 1
      return "wait" as const
    }
    const second = lead({ run }, there)
    // Connected, and done with setting up its connection: the next thing it did was to try for the lock.
    await vi.waitFor(async () => {
      const rows = await there.ctx.db.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity
        WHERE application_name = 'micropay leader' AND datname = current_database() AND query !~ 'set_config'
          AND state = 'idle'`
      expect(rows).toHaveLength(2)
    }, bounded)
    expect(second.isLeading()).toBe(false)
    expect(runsThere).toBe(0)
    await first.stop()
    expect(first.isLeading()).toBe(false)
    await vi.waitFor(() => expect(runsThere).toBeGreaterThan(2), bounded)
  })

  test("an instance that loses its connection stops its loops, and another takes over", async ({
    here,
    there,
    lead,
  }) => {
    let runsHere = 0
    const first = lead({
      run: async () => {
        runsHere += 1
        return "wait"
      },
    })
    await vi.waitFor(() => expect(runsHere).toBeGreaterThan(2), bounded)
    let together = false
    const run = async () => {
      together ||= first.isLeading()
      return "wait" as const
    }
    const second = lead({ run }, there)
    expect(await cutLeader(here)).toBe(1)
    await vi.waitFor(() => expect(second.isLeading()).toBe(true), bounded)
    const afterTheCut = runsHere
    await vi.waitFor(() => expect(there.lines.filter(({ msg }) => msg === "leading")).toHaveLength(1), bounded)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(runsHere).toBe(afterTheCut)
    expect(together).toBe(false)
    expect(here.lines.find(({ msg }) => msg === "not leading any more")).toMatchObject({ lost: true })
  })

  test("a loop that fails is tried again, says so once, and says when it works again", async ({
    database,
    here,
    lead,
  }) => {
    let runs = 0
    lead({
      run: async () => {
        runs += 1
        if (runs < 6) throw new Error(`no answer from ${database.url}`)
        return "wait"
      },
    })
    await vi.waitFor(() => expect(here.lines.some(({ msg }) => msg === "works again")).toBe(true), bounded)
    const warnings = here.lines.filter(({ level }) => level === WARN)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({ what: "test", reason: "no answer from [secret]" })
    expect(here.lines.find(({ msg }) => msg === "works again")).toMatchObject({ what: "test", failures: 5 })
  })

  test("a failing loop does not hold up the others", async ({ start }) => {
    let runs = 0
    const failing: Loop = { id: "failing", everyMs: () => 1, run: () => Promise.reject(new Error("no")) }
    const working: Loop = {
      id: "working",
      everyMs: () => 1,
      run: async () => {
        runs += 1
        return "wait"
      },
    }
    start([failing, working])
    await vi.waitFor(() => expect(runs).toBeGreaterThan(20), bounded)
  })

  test("while there is more to do a loop does not wait", async ({ lead }) => {
    let runs = 0
    lead({ everyMs: () => 60_000, run: async () => (++runs < 100 ? "again" : "wait") })
    await vi.waitFor(() => expect(runs).toBe(100), bounded)
  })

  test("stopping waits for what the loops have begun", async ({ lead }) => {
    let began = false
    let ended = false
    const leader = lead({
      run: async () => {
        began = true
        await new Promise((resolve) => setTimeout(resolve, 300))
        ended = true
        return "again"
      },
    })
    await vi.waitFor(() => expect(began).toBe(true), bounded)
    await leader.stop()
    expect(ended).toBe(true)
  })
})

onOwnPostgres("a database that restarts is led again, without a restart of the app", async ({ server, lead }) => {
  let runs = 0
  const leader = lead({
    run: async () => {
      runs += 1
      return "wait"
    },
  })
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2), bounded)
  await server.stop()
  await vi.waitFor(() => expect(leader.isLeading()).toBe(false), bounded)
  const atTheStop = runs
  await server.start()
  await vi.waitFor(() => expect(runs).toBeGreaterThan(atTheStop), bounded)
})

onChain(
  "the leader follows a real chain, waits while the node is down, and goes on when it is back",
  async ({ db, here, chain, start }) => {
    const leader = start()
    const followed = async () => Number((await db.block.aggregate({ _max: { number: true } }))._max.number ?? 0n)
    await vi.waitFor(async () => expect(await followed()).toBeGreaterThan(3), bounded)
    await chain.kill()
    await vi.waitFor(() => expect(here.lines.some(({ what }) => what === "follow-chain")).toBe(true), bounded)
    const whenItDied = await followed()
    await chain.restart()
    await vi.waitFor(async () => expect(await followed()).toBeGreaterThan(whenItDied + 3), bounded)
    expect(leader.isLeading()).toBe(true)
    expect(here.lines.filter(({ what, level }) => what === "follow-chain" && level === WARN)).toHaveLength(1)
  },
)
