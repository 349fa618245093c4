import { expect } from "vitest"
import { createChain } from "@/lib/chain/chain"
import { environment } from "@/test/support/environment"
import { freshInstanceStage } from "@/test/support/instance-stage"
import { ConfigError, loadConfig } from "./config"
import { toHex } from "./hex"
import { checkInstallation } from "./installation"

const OTHER_GENESIS = `0x${"b2".repeat(32)}`
const OTHER_KEY = `0x${"77".repeat(32)}`

const it = freshInstanceStage()
  .extend("boot", ({ database, db, node }) => async (variables: Record<string, string> = {}) => {
    const chain = await createChain(loadConfig({ ...environment(database.url, node.url), ...variables }))
    await checkInstallation({ db, chain })
    return chain
  })
  .extend(
    "known",
    ({ db }) =>
      () =>
        db.installation.findMany(),
  )

it("the first boot binds a database to its chain and key", async ({ node, boot, known }) => {
  const chain = await boot()
  const [row, ...more] = await known()
  expect(more).toEqual([])
  expect(row && [row.network, toHex(row.genesisHash), toHex(row.platformLockHash)]).toEqual([
    "devnet",
    node.genesisHash,
    chain.platform.lockHash,
  ])
})

it("and each later one with the same is welcome", async ({ boot, known }) => {
  await boot()
  const before = await known()
  await boot()
  expect(await known()).toEqual(before)
})

it("another chain is refused, and both are named", async ({ node, boot, known }) => {
  await boot()
  const before = await known()
  const genesis = node.genesisHash
  node.genesisHash = OTHER_GENESIS
  const refusal = boot()
  await expect(refusal).rejects.toThrow(ConfigError)
  await expect(refusal).rejects.toThrow(
    new RegExp(
      `belongs to the devnet chain with genesis ${genesis}, but the node's is ${OTHER_GENESIS}.*another database`,
    ),
  )
  expect(await known()).toEqual(before)
})

it("another key is refused, and no key is shown", async ({ boot, known }) => {
  await boot()
  const before = await known()
  const refusal = boot({ PLATFORM_KEY: OTHER_KEY })
  await expect(refusal).rejects.toThrow(ConfigError)
  await expect(refusal).rejects.toThrow(/belongs to another platform key.*Use the key it was made with/)
  await expect(refusal).rejects.not.toThrow(OTHER_KEY.slice(2))
  expect(await known()).toEqual(before)
})

it("of two first boots at once with different keys, one is refused", async ({ boot, known }) => {
  const boots = await Promise.allSettled([
    ...Array.from({ length: 5 }, () => boot()),
    ...Array.from({ length: 5 }, () => boot({ PLATFORM_KEY: OTHER_KEY })),
  ])
  const results = boots.map(({ status }) => status)
  expect([new Set(results.slice(0, 5)).size, new Set(results.slice(5)).size]).toEqual([1, 1])
  expect(results[0]).not.toBe(results[5])
  expect(await known()).toHaveLength(1)
})
