import { Client } from "pg"
import { describe, expect, vi } from "vitest"
import { ConfigError } from "@/lib/config"
import type { Context } from "@/lib/context"
import { ChainError } from "@/lib/errors"
import { closeContext, getBackgroundContext, getContext, peekContext } from "@/lib/runtime"
import { followChain } from "@/lib/tracking/follow"
import { startDevnet } from "@/test/support/chain"
import { environment } from "@/test/support/environment"
import { freshInstanceStage } from "@/test/support/instance-stage"
import { asOwner } from "@/test/support/postgres"

const test = freshInstanceStage()
test.beforeEach(({ database, node }) => {
  for (const [name, value] of Object.entries(environment(database.url, node.url))) vi.stubEnv(name, value)
})
test.afterEach(async () => {
  await closeContext()
  vi.unstubAllEnvs()
})

const onChain = test
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("chain", async ({}, { onCleanup }) => {
    const chain = await startDevnet()
    onCleanup(() => chain.stop())
    return chain
  })

describe("peekContext", () => {
  test("waits for nothing, and makes what it does not find", async () => {
    expect(peekContext()).toBeUndefined()
    expect(await vi.waitUntil(peekContext, { timeout: 30_000 })).toBe(await getContext())
    await closeContext()
    expect(peekContext()).toBeUndefined()
  })

  test("has nothing while the node is down, and nothing fails by it", async ({ node }) => {
    await node.close()
    expect(peekContext()).toBeUndefined()
    await expect(getContext()).rejects.toBeInstanceOf(ChainError)
    expect(peekContext()).toBeUndefined()
  })
})

describe("getContext", () => {
  test("there is one context a process, even when many ask at once", async () => {
    const [first, second] = await Promise.all([getContext(), getContext()])
    expect(second).toBe(first)
    expect(await getContext()).toBe(first)
  })

  test("another copy of the module, as Next's bundles have, shares the connections, and knows its own chain's errors", async ({
    node,
  }) => {
    const first = await getContext()
    vi.resetModules()
    const copy = await import("@/lib/runtime")
    const errors = await import("@/lib/errors")
    const second = await copy.getContext()
    expect(second.db).toBe(first.db)
    await node.close()
    const asked = (context: Context) => context.chain.rpc.call("get_tip_block_number").catch((error: unknown) => error)
    expect(await asked(first)).toBeInstanceOf(ChainError)
    expect(await asked(second)).toBeInstanceOf(errors.ChainError)
    expect(errors.ChainError).not.toBe(ChainError)
  })

  test("what one copy of the module closes, another does not go on using", async () => {
    vi.resetModules()
    const copy = await import("@/lib/runtime")
    const before = await copy.getContext()
    await closeContext()
    const after = await copy.getContext()
    expect(after.db).not.toBe(before.db)
    expect(await after.db.block.count()).toBe(0)
  })

  test("a node that comes up later is found: the failure is not kept", async ({ node }) => {
    await node.close()
    await expect(getContext().then(() => "made")).rejects.toBeInstanceOf(ChainError)
    await node.reopen()
    expect((await getContext()).chain.genesisHash).toBe(`0x${"ab".repeat(32)}`)
  })

  test("a database that comes up later is found", async ({ database }) => {
    const name = new URL(database.url).pathname.slice(1)
    const server = new Client({ connectionString: asOwner(database.url).replace(/\/[^/]*$/, "/postgres") })
    await server.connect()
    await server.query(`ALTER DATABASE "${name}" RENAME TO "${name}_away"`)
    await expect(getContext().then(() => "made")).rejects.toThrow()
    await server.query(`ALTER DATABASE "${name}_away" RENAME TO "${name}"`)
    await server.end()
    expect(await (await getContext()).db.block.count()).toBe(0)
  })

  test("a node of another network is refused", async () => {
    vi.stubEnv("CKB_NETWORK", "testnet")
    await expect(getContext().then(() => "made")).rejects.toBeInstanceOf(ConfigError)
  })

  test("after closing there is a new one", async () => {
    const first = await getContext()
    await closeContext()
    expect(await getContext()).not.toBe(first)
  })
})

describe("getBackgroundContext", () => {
  onChain("while requests have all of their connections, blocks are taken in and jobs run", async ({ chain }) => {
    vi.stubEnv("CKB_RPC_URL", chain.rpcUrl)
    vi.stubEnv("CKB_SCRIPTS", JSON.stringify(chain.scripts))
    const { db } = await getContext()
    const loops = await getBackgroundContext("loops")
    const jobs = await getBackgroundContext("jobs")
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    // Ten that work, and as many as a flood brings that wait behind them.
    let begun = 0
    const flood = Array.from({ length: 60 }, () =>
      db.$transaction(
        async (transaction) => {
          await transaction.$queryRaw`SELECT 1`
          begun += 1
          await finished
        },
        { maxWait: 60_000, timeout: 60_000 },
      ),
    )
    await vi.waitFor(() => expect(begun).toBe(10), 10_000)
    await chain.mine(2)
    const actor = { kind: "platform", job: "follow-chain" } as const
    expect((await followChain({ ...loops, actor })).blocks).toBeGreaterThan(0)
    expect(await jobs.db.block.count()).toBeGreaterThan(0)
    expect(begun).toBe(10)
    finish()
    await Promise.all(flood)
  })
})
