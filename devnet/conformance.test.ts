import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { testChains } from "@/test/support/chain"
import type { Case } from "./conformance/case"
import { chainCases } from "./conformance/chain-cases"
import { Conformance } from "./conformance/context"
import { httpCases } from "./conformance/http-cases"
import { anyoneCanPayCases, devnetOnlyLockCases, omnilockCases, secpCases } from "./conformance/lock-cases"
import { chainedCases, replaceByFeeCases } from "./conformance/pool-cases"
import { chainMethodCases } from "./conformance/rpc-chain-cases"
import { indexerMethodCases } from "./conformance/rpc-indexer-cases"
import { poolMethodCases } from "./conformance/rpc-pool-cases"
import { shapeCases } from "./conformance/shape-cases"
import { sinceCases } from "./conformance/since-cases"
import {
  capacityCases,
  depCases,
  duplicateSpendCases,
  feeCases,
  liveInputCases,
  scriptCases,
} from "./conformance/transaction-cases"

const SUITES: Record<string, Case[]> = {
  "live inputs": liveInputCases,
  "duplicate spends": duplicateSpendCases,
  "capacity sums and occupied capacity": capacityCases,
  "minimum fee": feeCases,
  "replace by fee": replaceByFeeCases,
  "chained transactions": chainedCases,
  "resolved deps": depCases,
  "unknown scripts": scriptCases,
  "since (RFC 0017)": sinceCases,
  "secp256k1 lock": secpCases,
  Omnilock: omnilockCases,
  "anyone-can-pay": anyoneCanPayCases,
  "shape of a transaction": shapeCases,
  "methods of the chain": chainMethodCases,
  "methods of the pool": poolMethodCases,
  "methods of the indexer": indexerMethodCases,
  HTTP: httpCases,
  "blocks and reorgs": chainCases,
}

/** What each chain showed, to compare them at the end. */
const observations: Record<string, Map<string, unknown>> = {}

const WORDS = new Set(["message", "reason", "body"])

/** Turns words into patterns, so that an expected message may be a part of the real one. */
function pattern(expected: unknown): unknown {
  if (Array.isArray(expected)) return expected.map(pattern)
  if (typeof expected !== "object" || expected === null) return expected
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      WORDS.has(key) && typeof value === "string" ? expect.stringContaining(value) : pattern(value),
    ]),
  )
}

function matches(seen: unknown, { expected, exact }: Case): void {
  if (exact) expect(seen).toEqual(expected)
  else if (typeof expected === "object" && expected !== null) expect(seen).toMatchObject(pattern(expected) as object)
  else expect(seen).toEqual(expected)
}

describe.each(testChains)("conformance of the $name", ({ name, available, start }) => {
  let on: Conformance
  const seenHere = new Map<string, unknown>()
  observations[name] = seenHere

  beforeAll(async () => {
    if (available) on = await Conformance.start(await start())
  })
  afterAll(async () => {
    if (available) await on.chain.stop()
  })
  afterEach(async () => {
    if (available) await on.chain.rpc("clear_tx_pool")
  })

  for (const [suite, cases] of Object.entries(SUITES)) {
    describe.skipIf(!available)(suite, () => {
      for (const one of cases) {
        test(one.name, async () => {
          const seen = await one.run(on)
          seenHere.set(`${suite}: ${one.name}`, seen)
          matches(seen, one)
        })
      }
    })
  }

  if (name === "devnet") {
    describe("Omnilock of today", () => {
      for (const one of devnetOnlyLockCases) test(one.name, async () => matches(await one.run(on), one))
    })
  }
})

describe("the devnet and the node show the same", () => {
  const both = testChains.every(({ available }) => available)
  const names = Object.entries(SUITES).flatMap(([suite, cases]) => cases.map(({ name }) => `${suite}: ${name}`))
  test.skipIf(!both).each(names)("%s", (name) => {
    expect(observations.devnet?.get(name)).toEqual(observations.node?.get(name))
  })
})
