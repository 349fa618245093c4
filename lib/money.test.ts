import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatCkb, MAX_SHANNONS, parseCkb, sum, wholeCkb } from "./money"

const amounts = fc.bigInt({ min: 0n, max: MAX_SHANNONS })

describe("an amount in CKB", () => {
  it("is the same shannons after it was written and read again", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseCkb(formatCkb(amount))).toBe(amount)
      }),
    )
  })

  it("is read exactly, however it is written", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 99_999_999_999n }),
        fc.stringMatching(/^\d{1,8}$/),
        fc.nat(3),
        (whole, fraction, zeros) => {
          const text = `${"0".repeat(zeros)}${whole}`.slice(-11)
          const places = 10n ** BigInt(8 - fraction.length)
          expect(parseCkb(`${text}.${fraction}`)).toBe(wholeCkb(BigInt(text)) + BigInt(fraction) * places)
        },
      ),
    )
  })

  it.each([
    ["0", 0n],
    ["1", 100_000_000n],
    ["0.00000001", 1n],
    ["0.1", 10_000_000n],
    ["64.99999999", 6_499_999_999n],
    ["00065", 6_500_000_000n],
    ["92233720368.54775807", MAX_SHANNONS],
  ])("%s CKB is %s shannons", (text, amount) => {
    expect(parseCkb(text)).toBe(amount)
  })

  it("that is said in whole CKB is 10^8 shannons for each", () => {
    expect([wholeCkb(0n), wholeCkb(1n), wholeCkb(65n)]).toEqual([0n, 100_000_000n, 6_500_000_000n])
  })

  it.each([
    ["", "nothing"],
    [" ", "a space"],
    [" 1", "a space before"],
    ["1 ", "a space after"],
    ["1\n", "a line end"],
    ["1 000", "a space between"],
    ["-1", "a sign"],
    ["-1.5", "a sign"],
    ["+1", "a sign"],
    ["1.", "no digit after the point"],
    [".5", "no digit before the point"],
    [".", "no digit"],
    ["1.2.3", "two points"],
    ["1,5", "a comma"],
    ["1_000", "an underscore"],
    ["0x10", "hex"],
    ["1e3", "an exponent"],
    ["1n", "a bigint literal"],
    ["0.123456789", "nine places"],
    ["123456789012", "more than any CKB there will be"],
    ["NaN", "no number"],
    ["Infinity", "no number"],
    ["2 CKB", "a unit"],
    ["１", "digits that are not ASCII"],
    ["٣", "digits that are not ASCII"],
  ])("%j is refused: %s", (text) => {
    expect(parseCkb(text)).toBeUndefined()
  })

  it("is never read from a text that holds anything but digits and one point", () => {
    const outside = fc.string().filter((text) => !/^[0-9.]*$/.test(text))
    fc.assert(fc.property(outside, (text) => parseCkb(text) === undefined))
  })

  it.each([
    [0n, "0"],
    [1n, "0.00000001"],
    [100_000_000n, "1"],
    [250_000_000n, "2.5"],
    [-1n, "-0.00000001"],
    [-250_000_000n, "-2.5"],
    [123_456_789_012_345_678n, "1234567890.12345678"],
  ])("%s shannons are written as %s, without needless zeros", (amount, text) => {
    expect(formatCkb(amount)).toBe(text)
  })
})

describe("a sum", () => {
  it("is exact beyond what a JavaScript number can hold", () => {
    expect(sum([2n ** 53n, 1n])).toBe(9_007_199_254_740_993n)
    expect(sum([])).toBe(0n)
  })
})
