import { describe, expect, test } from "vitest"
import { EXAMPLE_PLATFORM, EXAMPLE_RECEIVER, EXAMPLE_SENDER } from "@/lib/http/example-fields"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import { CHAIN_FAILURES, type Proven } from "@/lib/proof/verify"
import { isUnsettled, judge, shareOf } from "./judge"

const HASH = `0x${"77".repeat(32)}` as const
const receipt: ProvableReceipt = {
  ...{ version: 1, genesis_hash: HASH, tx_hash: HASH, payment_id: 7, salt: HASH },
  ...{ platform: EXAMPLE_PLATFORM, sender: EXAMPLE_SENDER },
  shares: [
    { kind: "fee", address: EXAMPLE_PLATFORM, amount: 2n },
    { kind: "receiver", address: EXAMPLE_RECEIVER, amount: 190n },
    { kind: "split", address: EXAMPLE_RECEIVER, amount: 8n },
  ],
}
const site = { genesis_hash: HASH, platform_address: EXAMPLE_PLATFORM, confirmations: 6 }
const proven = (depth: bigint): Proven => ({
  ...{ ok: true, amount: 200n, blockNumber: 1n, blockTime: new Date(0), depth },
})

describe("a receipt", () => {
  test("is good only deep enough, and by this site's own platform on this site's own chain", () => {
    expect(judge(proven(6n), receipt, site)).toBe("PROVEN")
    expect(judge(proven(5n), receipt, site)).toBe("SHALLOW")
    for (const other of [undefined, { ...site, platform_address: EXAMPLE_SENDER }, { ...site, genesis_hash: "0x" }])
      expect(judge(proven(6n), receipt, other)).toBe("OTHER_PLATFORM")
  })

  test("that is wrong is what the chain says, and is looked at again only where time can change it", () => {
    const outcomes = CHAIN_FAILURES.map((code) => judge({ ok: false, code }, receipt, site))
    expect(outcomes).toEqual([...CHAIN_FAILURES])
    const all = [...CHAIN_FAILURES, "PROVEN", "SHALLOW", "OTHER_PLATFORM"] as const
    expect(all.filter(isUnsettled).toSorted()).toEqual(["NOT_COMMITTED", "NOT_FOUND", "SHALLOW"])
  })

  test("pays an address the sum of its shares, however the address is written", () => {
    expect(shareOf(receipt, EXAMPLE_RECEIVER)).toBe(198n)
    expect(shareOf(receipt, EXAMPLE_RECEIVER.toUpperCase())).toBe(198n)
    expect(shareOf(receipt, EXAMPLE_SENDER)).toBe(0n)
    for (const none of ["", "x", EXAMPLE_RECEIVER.slice(1), "0x00"]) expect(shareOf(receipt, none)).toBeUndefined()
  })
})
