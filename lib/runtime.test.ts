import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { ConfigError } from "@/lib/config"
import { ChainError } from "@/lib/errors"
import { type BareNode, environment, startBareNode } from "@/lib/jobs/bench.fixture"
import { closeContext, getContext } from "@/lib/runtime"
import { createDatabase, type TestDatabase } from "@/test/support/postgres"

let database: TestDatabase
let node: BareNode
beforeEach(async () => {
  database = await createDatabase()
  node = await startBareNode()
  for (const [name, value] of Object.entries(environment(database.url, node.url))) vi.stubEnv(name, value)
})
afterEach(async () => {
  await closeContext()
  vi.unstubAllEnvs()
  await node.close()
  await database.drop()
})

describe("getContext", () => {
  test("there is one context a process, even when many ask at once", async () => {
    const [first, second] = await Promise.all([getContext(), getContext()])
    expect(second).toBe(first)
    expect(await getContext()).toBe(first)
  })

  test("another copy of the module, as Next's bundles have, gives the same context", async () => {
    const first = await getContext()
    vi.resetModules()
    const copy = await import("@/lib/runtime")
    expect(copy.getContext).not.toBe(getContext)
    expect(await copy.getContext()).toBe(first)
  })

  test("a node that comes up later is found: the failure is not kept", async () => {
    const port = Number(new URL(node.url).port)
    await node.close()
    await expect(getContext().then(() => "made")).rejects.toBeInstanceOf(ChainError)
    node = await startBareNode(port)
    expect((await getContext()).chain.genesisHash).toBe(`0x${"ab".repeat(32)}`)
  })

  test("a database that comes up later is found", async () => {
    const url = database.url
    vi.stubEnv("DATABASE_URL", url.replace(/\/[^/]*$/, "/not_there_yet"))
    await expect(getContext().then(() => "made")).rejects.toThrow()
    vi.stubEnv("DATABASE_URL", url)
    expect((await getContext()).config.databaseUrl).toBe(url)
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
