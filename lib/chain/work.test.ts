import { describe, expect, it, test } from "vitest"
import type { Hex } from "@/lib/hex"
import { MAINNET, TESTNET } from "./headers.fixture"
import type { RpcHeader } from "./molecule"
import { verifyHeader } from "./verify-block"
import { hasWork, targetOf, type Work, workOf, wrongStep } from "./work"

const mainnet = workOf("mainnet") as Work
const testnet = workOf("testnet") as Work

describe("the work in a block", () => {
  it.each([
    ["mainnet", mainnet, MAINNET],
    ["testnet", testnet, TESTNET],
  ] as const)("is found in real blocks of %s", (_, work, headers) => {
    for (const header of headers) {
      expect(() => verifyHeader(header)).not.toThrow()
      expect(hasWork(work, header)).toBe(true)
      expect(targetOf(Number(header.compact_target))).toBeLessThanOrEqual(work.easiest)
    }
  })

  it("is not found for another nonce, other contents, or a harder target", () => {
    const [, header] = MAINNET
    expect(hasWork(mainnet, { ...header, nonce: "0xca8c7caa8100003400231b4f9d6e0301" })).toBe(false)
    expect(hasWork(mainnet, { ...header, transactions_root: `0x${"11".repeat(32)}` })).toBe(false)
    expect(hasWork(mainnet, { ...header, compact_target: "0x19000001" })).toBe(false)
    // No target at all, and one beyond 256 bits.
    expect(hasWork(mainnet, { ...header, compact_target: "0x0" })).toBe(false)
    expect(hasWork(mainnet, { ...header, compact_target: "0xff123456" })).toBe(false)
  })

  it("is counted as each chain counts it", () => {
    expect(hasWork(testnet, MAINNET[0])).toBe(false)
    expect(hasWork(mainnet, TESTNET[0])).toBe(false)
    expect(workOf("devnet")).toBeUndefined()
  })
})

// The vectors of nervosnetwork/ckb, util/types/src/utilities/difficulty.rs.
test.each([
  [0x1003456, 0n],
  [0x1803456, 0x80n],
  [0x2123456, 0x1234n],
  [0x3800000, 0x800000n],
  [0x4923456, 0x92345600n],
  [0x20123456, 0x123456n << 232n],
  [0x21000001, 0n],
])("the compact target %i is %i", (compact, target) => expect(targetOf(compact)).toBe(target))

const epoch = (number: number, index: number, length: number): Hex =>
  `0x${((BigInt(length) << 40n) | (BigInt(index) << 24n) | BigInt(number)).toString(16)}`
const block = (packed: Hex, compact = "0x1a1e4c2f"): RpcHeader => ({
  ...MAINNET[1],
  epoch: packed,
  compact_target: compact as Hex,
})
const last = block(epoch(562, 999, 1_000))

describe("a block follows another", () => {
  it.each([
    ["within an epoch, with the same target", block(epoch(562, 5, 1_000)), block(epoch(562, 6, 1_000))],
    ["as the first of the next epoch", last, block(epoch(563, 0, 1_100))],
    ["of an epoch of half the length and as much work", last, block(epoch(563, 0, 500), "0x1a0f2617")],
    ["of an epoch of twice the work", last, block(epoch(563, 0, 1_000), "0x1a0f2617")],
    ["of an epoch of half the work", last, block(epoch(563, 0, 1_000), "0x1a3c985e")],
    ["that is the genesis, which names no epoch", { ...block("0x0"), number: "0x0" as Hex }, block(epoch(0, 1, 1_000))],
  ])("%s", (_, before, after) => expect(wrongStep(before, after)).toBeUndefined())

  it.each([
    ["with an easier target in the same epoch", block(epoch(562, 5, 1_000)), block(epoch(562, 6, 1_000), "0x1a1e4c30")],
    ["with a harder target in the same epoch", block(epoch(562, 5, 1_000)), block(epoch(562, 6, 1_000), "0x1a1e4c2e")],
    ["at another place in the epoch", block(epoch(562, 5, 1_000)), block(epoch(562, 7, 1_000))],
    ["of an epoch that has become shorter", block(epoch(562, 5, 1_000)), block(epoch(562, 6, 900))],
    ["of the next epoch before the end of this one", block(epoch(562, 5, 1_000)), block(epoch(563, 0, 1_000))],
    ["of the same epoch after its end", last, block(epoch(562, 1_000, 1_000))],
    ["of the epoch after the next", last, block(epoch(564, 0, 1_000))],
    ["in the middle of the next epoch", last, block(epoch(563, 1, 1_000))],
    ["of an epoch of less than half the length", last, block(epoch(563, 0, 499))],
    ["of an epoch of more than the longest", last, block(epoch(563, 0, 1_801))],
    ["of an epoch of a fourth of the work", last, block(epoch(563, 0, 1_000), "0x1a7930bc")],
    ["of an epoch of a millionth of the work", last, block(epoch(563, 0, 1_000), "0x1d1e4c2f")],
    ["of an epoch of four times the work", last, block(epoch(563, 0, 1_000), "0x1a07930b")],
    ["of an epoch without a target", last, block(epoch(563, 0, 1_000), "0x0")],
  ])("not %s", (_, before, after) => expect(wrongStep(before, after)).toEqual(expect.any(String)))
})
