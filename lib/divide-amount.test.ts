import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { divideAmount, type SplitPart } from "./divide-amount"
import { divisible } from "./divide-amount.fixture"
import { shannons, sum } from "./money"

const divide = (amount: bigint, feeBps: bigint, splits: SplitPart[] = []) =>
  divideAmount({ amount: shannons(amount), feeBps, splits })

describe("a divided amount", () => {
  it("is there to the last shannon, with every split in its place", () => {
    fc.assert(
      fc.property(divisible, (terms) => {
        const { fee, receiver, splits } = divideAmount(terms)
        expect(fee + receiver + sum(splits.map(({ amount }) => amount))).toBe(terms.amount)
        expect(receiver).toBeGreaterThanOrEqual(0n)
        expect(splits.map(({ split }) => split)).toEqual(terms.splits)
      }),
    )
  })

  it("has the platform's fee rounded down", () => {
    expect(divide(250_000_000n, 100n).fee).toBe(2_500_000n)
    expect(divide(99n, 100n).fee).toBe(0n)
    expect(divide(199n, 100n).fee).toBe(1n)
    expect(divide(1_000n, 0n).fee).toBe(0n)
  })

  it("leaves the receiver below zero when the splits ask for too much", () => {
    expect(divide(1_000n, 100n, [{ amount: shannons(990n) }]).receiver).toBe(0n)
    expect(divide(1_000n, 100n, [{ bps: 10_000n }, { amount: shannons(1n) }]).receiver).toBe(-1n)
  })
})
