import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { divisible } from "@/lib/divide-amount.fixture"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { MAX_SHANNONS, type Shannons, shannons, sum } from "@/lib/money"
import { divideIntoShares, type SplitRule } from "./shares"

const lockHash = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`
const PLATFORM = lockHash(0xff)
const RECEIVER = lockHash(0xfe)
const MAX_SPLITS = 32

const divide = (amount: bigint, feeBps: bigint, splits: SplitRule[]) =>
  divideIntoShares({ amount: shannons(amount), feeBps, platform: PLATFORM, receiver: RECEIVER, splits })
const byBps = (...parts: bigint[]): SplitRule[] => parts.map((bps, i) => ({ lockHash: lockHash(i), bps }))
const byAmount = (...parts: bigint[]): SplitRule[] =>
  parts.map((amount, i) => ({ lockHash: lockHash(i), amount: shannons(amount) }))

const terms = divisible.map(({ splits, ...rest }) => ({
  ...rest,
  splits: splits.map((split, i) => ({ lockHash: lockHash(i), ...split })),
}))

describe("the shares of a payment", () => {
  it("sum to its amount exactly, for any amount, fee and splits", () => {
    fc.assert(
      fc.property(terms, ({ amount, feeBps, splits }) => {
        const shares = divide(amount, feeBps, splits)
        expect(sum(shares.map((share) => share.amount))).toBe(amount)
        expect(shares.every((share) => share.amount > 0n)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it("give each splitter what was asked, rounded down, the platform its fee, and the receiver all that is left", () => {
    fc.assert(
      fc.property(terms, ({ amount, feeBps, splits }) => {
        const shares = divide(amount, feeBps, splits)
        const of = (hash: Hex) => sum(shares.filter((share) => share.lockHash === hash).map((share) => share.amount))
        const fee = (amount * feeBps) / 10_000n
        let left = amount - fee
        for (const split of splits) {
          const part = "bps" in split ? ((amount - fee) * split.bps) / 10_000n : split.amount
          expect(of(split.lockHash)).toBe(part)
          left -= part
        }
        expect(of(PLATFORM)).toBe(fee)
        expect(of(RECEIVER)).toBe(left)
      }),
    )
  })

  it("are the fee's, the receiver's, then the splitters' in the order of the request", () => {
    expect(divide(200_000_000n, 100n, [...byBps(1_000n), { lockHash: lockHash(7), amount: shannons(5n) }])).toEqual([
      { kind: "fee", lockHash: PLATFORM, amount: 2_000_000n },
      { kind: "receiver", lockHash: RECEIVER, amount: 178_199_995n },
      { kind: "split", lockHash: lockHash(0), amount: 19_800_000n },
      { kind: "split", lockHash: lockHash(7), amount: 5n },
    ])
  })

  it("leave what rounding cuts off to the receiver, not to a splitter", () => {
    // 100 less a fee of 1 is 99: 3,333 basis points of it are 32.9967.
    const shares = divide(100n, 100n, byBps(3_333n, 3_333n))
    expect(shares.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["fee", 1n],
      ["receiver", 35n],
      ["split", 32n],
      ["split", 32n],
    ])
  })

  it.each<[string, bigint, bigint, SplitRule[], string[]]>([
    ["a fee that rounds to zero", 99n, 100n, [], ["receiver"]],
    ["no fee", 1_000n, 0n, [], ["receiver"]],
    ["a split that rounds to zero", 99n, 0n, byBps(1n), ["receiver"]],
    ["a receiver who keeps nothing", 1_000n, 0n, byBps(10_000n), ["split"]],
    ["a receiver whose amounts are all given away", 1_000n, 100n, byAmount(990n), ["fee", "split"]],
    ["the smallest payment", 1n, 9_999n, byBps(5_000n, 5_000n), ["receiver"]],
  ])("of zero make no entry: %s", (_, amount, feeBps, splits, kinds) => {
    expect(divide(amount, feeBps, splits).map((share) => share.kind)).toEqual(kinds)
  })

  it("may be as many as thirty-two splits that take everything", () => {
    const splits = byBps(...Array.from({ length: MAX_SPLITS - 1 }, () => 312n), 328n)
    const shares = divide(MAX_SHANNONS, 100n, splits)
    expect(sum(shares.map((share) => share.amount))).toBe(MAX_SHANNONS)
    expect(shares.filter((share) => share.kind === "split")).toHaveLength(MAX_SPLITS)
  })
})

describe("splits that ask for more than there is are refused", () => {
  const NET = 990n as Shannons
  it.each<[string, SplitRule[], RegExp]>([
    ["10001 basis points", byBps(10_001n), /10000 basis points \(100 %\)/],
    ["5000 and 5001 basis points", byBps(5_000n, 5_001n), /10000 basis points \(100 %\)/],
    [
      "amounts one shannon above the amount less the fee",
      byAmount(NET, 1n),
      /1 shannons more than the amount less the fee/,
    ],
    ["an amount above everything", byAmount(MAX_SHANNONS), /more than the amount less the fee/],
    ["all by ratio and one shannon more", [...byBps(10_000n), ...byAmount(1n)], /1 shannons more/],
  ])("%s", (_, splits, message) => {
    expect(() => divide(1_000n, 100n, splits)).toThrow(message)
    expect(() => divide(1_000n, 100n, splits)).toThrow(ValidationError)
  })

  it("and exactly as much as there is, is not", () => {
    expect(() => divide(1_000n, 100n, byAmount(NET))).not.toThrow()
    expect(() => divide(1_000n, 100n, byBps(10_000n))).not.toThrow()
  })
})
