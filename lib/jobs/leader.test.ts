import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { startDevnet } from "@/test/support/chain"
import { startOwnPostgres } from "@/test/support/postgres"
import { type Bench, createBench, type Instance } from "./bench.fixture"
import { type Leader, startLeader } from "./leader"
import type { Loop } from "./registry"

const bounded = { timeout: 15_000, interval: 20 }
// Instances try for the lead every two seconds, several times in a test, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })
const WARN = 40

let bench: Bench
let leaders: Leader[] = []
beforeEach(async () => {
  bench = await createBench()
})
afterEach(async () => {
  await Promise.all(leaders.map((leader) => leader.stop()))
  leaders = []
  await bench.close()
})

function lead(instance: Instance, loop: Partial<Loop>): Leader {
  const leader = startLeader(instance.ctx, [{ id: "test", everyMs: () => 10, run: async () => "wait", ...loop }])
  leaders.push(leader)
  return leader
}

/** Ends the connection on which the lead rests, as a failing network would. */
async function cutLeader({ ctx }: Instance): Promise<number> {
  return ctx.db.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE datname = current_database() AND application_name = 'micropay leader' AND locktype = 'advisory'`
}

describe("the leader", () => {
  test("of several instances one leads, and another takes over when it stops", async () => {
    const [a, b] = [await bench.instance(), await bench.instance()]
    let runsOfB = 0
    const first = lead(a, {})
    await vi.waitFor(() => expect(first.isLeading()).toBe(true), bounded)
    const second = lead(b, {
      run: async () => {
        runsOfB += 1
        return "wait"
      },
    })
    // Connected, and done with setting up its connection: the next thing it did was to try for the lock.
    await vi.waitFor(async () => {
      const rows = await b.ctx.db.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity
        WHERE application_name = 'micropay leader' AND datname = current_database() AND query !~ 'set_config'
          AND state = 'idle'`
      expect(rows).toHaveLength(2)
    }, bounded)
    expect(second.isLeading()).toBe(false)
    expect(runsOfB).toBe(0)
    await first.stop()
    expect(first.isLeading()).toBe(false)
    await vi.waitFor(() => expect(runsOfB).toBeGreaterThan(2), bounded)
  })

  test("an instance that loses its connection stops its loops, and another takes over", async () => {
    const [a, b] = [await bench.instance(), await bench.instance()]
    let ofA = 0
    const first = lead(a, {
      run: async () => {
        ofA += 1
        return "wait"
      },
    })
    await vi.waitFor(() => expect(ofA).toBeGreaterThan(2), bounded)
    let together = false
    const second = lead(b, {
      run: async () => {
        together ||= first.isLeading()
        return "wait"
      },
    })
    expect(await cutLeader(a)).toBe(1)
    await vi.waitFor(() => expect(second.isLeading()).toBe(true), bounded)
    const afterTheCut = ofA
    await vi.waitFor(() => expect(b.lines.filter(({ msg }) => msg === "leading")).toHaveLength(1), bounded)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(ofA).toBe(afterTheCut)
    expect(together).toBe(false)
    expect(a.lines.find(({ msg }) => msg === "not leading any more")).toMatchObject({ lost: true })
  })

  test("a loop that fails is tried again, says so once, and says when it works again", async () => {
    const instance = await bench.instance()
    let runs = 0
    lead(instance, {
      run: async () => {
        runs += 1
        if (runs < 6) throw new Error(`no answer from ${instance.config.databaseUrl.reveal()}`)
        return "wait"
      },
    })
    await vi.waitFor(() => expect(instance.lines.some(({ msg }) => msg === "works again")).toBe(true), bounded)
    const warnings = instance.lines.filter(({ level }) => level === WARN)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({ what: "test", reason: "no answer from [secret]" })
    expect(instance.lines.find(({ msg }) => msg === "works again")).toMatchObject({ what: "test", failures: 5 })
  })

  test("a failing loop does not hold up the others", async () => {
    const { ctx } = await bench.instance()
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
    leaders.push(startLeader(ctx, [failing, working]))
    await vi.waitFor(() => expect(runs).toBeGreaterThan(20), bounded)
  })

  test("while there is more to do a loop does not wait", async () => {
    const instance = await bench.instance()
    let runs = 0
    lead(instance, { everyMs: () => 60_000, run: async () => (++runs < 100 ? "again" : "wait") })
    await vi.waitFor(() => expect(runs).toBe(100), bounded)
  })

  test("stopping waits for what the loops have begun", async () => {
    const instance = await bench.instance()
    let began = false
    let ended = false
    const leader = lead(instance, {
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

test("a database that restarts is led again, without a restart of the app", async () => {
  const server = await startOwnPostgres()
  const own = await createBench({ database: { url: server.databaseUrl, drop: async () => {} } })
  try {
    const instance = await own.instance()
    let runs = 0
    const leader = lead(instance, {
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
    await leader.stop()
  } finally {
    await own.close()
    await server.discard()
  }
})

test("the leader follows a real chain, waits while the node is down, and goes on when it is back", async () => {
  const chain = await startDevnet({ blockMs: 100 })
  const own = await createBench({ rpcUrl: chain.rpcUrl })
  try {
    const { ctx, lines } = await own.instance()
    const leader = startLeader(ctx)
    leaders.push(leader)
    const followed = async () => Number((await ctx.db.block.aggregate({ _max: { number: true } }))._max.number ?? 0n)
    await vi.waitFor(async () => expect(await followed()).toBeGreaterThan(3), bounded)
    await chain.kill()
    await vi.waitFor(() => expect(lines.some(({ what }) => what === "follow-chain")).toBe(true), bounded)
    const whenItDied = await followed()
    await chain.restart()
    await vi.waitFor(async () => expect(await followed()).toBeGreaterThan(whenItDied + 3), bounded)
    expect(leader.isLeading()).toBe(true)
    expect(lines.filter(({ what, level }) => what === "follow-chain" && level === WARN)).toHaveLength(1)
    await leader.stop()
  } finally {
    await own.close()
    await chain.stop()
  }
})
