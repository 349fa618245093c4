import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import { createChain } from "@/lib/chain/chain"
import { type BareNode, environment, startBareNode } from "@/lib/jobs/bench.fixture"
import { createDatabase, type TestDatabase } from "@/test/support/postgres"
import { ConfigError, loadConfig } from "./config"
import type { Context } from "./context"
import { connectDatabase } from "./db"
import { toHex } from "./hex"
import { checkInstallation } from "./installation"

const GENESIS = `0x${"a1".repeat(32)}`
const OTHER_GENESIS = `0x${"b2".repeat(32)}`
const OTHER_KEY = `0x${"77".repeat(32)}`

let node: BareNode
let otherNode: BareNode
let database: TestDatabase
let db: Context["db"]

beforeAll(async () => {
  ;[node, otherNode] = await Promise.all([startBareNode(0, GENESIS), startBareNode(0, OTHER_GENESIS)])
})
beforeEach(async () => {
  database = await createDatabase()
  db = connectDatabase(database.url, 12)
  return async () => {
    await db.$disconnect()
    await database.drop()
  }
})
afterAll(() => Promise.all([node.close(), otherNode.close()]))

async function boot(url: string, variables: Record<string, string> = {}): Promise<Context["chain"]> {
  const chain = await createChain(loadConfig({ ...environment(database.url, url), ...variables }))
  await checkInstallation({ db, chain })
  return chain
}

const known = () => db.installation.findMany()

it("the first boot binds a database to its chain and key", async () => {
  const chain = await boot(node.url)
  const [row, ...more] = await known()
  expect(more).toEqual([])
  expect(row && [row.network, toHex(row.genesisHash), toHex(row.platformLockHash)]).toEqual([
    "devnet",
    GENESIS,
    chain.platform.lockHash,
  ])
})

it("and each later one with the same is welcome", async () => {
  await boot(node.url)
  const before = await known()
  await boot(node.url)
  expect(await known()).toEqual(before)
})

it("another chain is refused, and both are named", async () => {
  await boot(node.url)
  const before = await known()
  const refusal = boot(otherNode.url)
  await expect(refusal).rejects.toThrow(ConfigError)
  await expect(refusal).rejects.toThrow(
    new RegExp(
      `belongs to the devnet chain with genesis ${GENESIS}, but the node's is ${OTHER_GENESIS}.*another database`,
    ),
  )
  expect(await known()).toEqual(before)
})

it("another key is refused, and no key is shown", async () => {
  await boot(node.url)
  const before = await known()
  const refusal = boot(node.url, { PLATFORM_KEY: OTHER_KEY })
  await expect(refusal).rejects.toThrow(ConfigError)
  await expect(refusal).rejects.toThrow(/belongs to another platform key.*Use the key it was made with/)
  await expect(refusal).rejects.not.toThrow(OTHER_KEY.slice(2))
  expect(await known()).toEqual(before)
})

it("of two first boots at once with different keys, one is refused", async () => {
  const boots = await Promise.allSettled([
    ...Array.from({ length: 5 }, () => boot(node.url)),
    ...Array.from({ length: 5 }, () => boot(node.url, { PLATFORM_KEY: OTHER_KEY })),
  ])
  const results = boots.map(({ status }) => status)
  expect([new Set(results.slice(0, 5)).size, new Set(results.slice(5)).size]).toEqual([1, 1])
  expect(results[0]).not.toBe(results[5])
  expect(await known()).toHaveLength(1)
})
