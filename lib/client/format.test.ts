import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { LOCALES } from "@/components/messages/locale"
import { formatCkb } from "@/lib/money"
import { displayBps, displayCkb, shorten } from "./format"

describe("amounts on the pages", () => {
  test.each([
    ["0", "0"],
    ["1", "0.00000001"],
    ["250000000", "2.5"],
    ["99999999999", "999.99999999"],
    ["100000000000", "1,000"],
    ["123456789012345678", "1,234,567,890.12345678"],
    ["-150000000000", "-1,500"],
  ])("%s shannons read as %s CKB", (shannons, text) => {
    expect(displayCkb(shannons)).toBe(text)
    expect(displayCkb(BigInt(shannons))).toBe(text)
  })

  test.each(LOCALES)("amounts are written as %s writes numbers, to the last shannon", (locale) => {
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 8 })
    const amounts = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n })
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(displayCkb(amount)).toBe(format.format(formatCkb(amount) as Intl.StringNumericLiteral))
      }),
    )
  })

  test("basis points read as percent", () => {
    expect(displayBps(100)).toBe("1%")
    expect(displayBps(25)).toBe("0.25%")
  })

  test("long texts keep both ends, short ones stay", () => {
    expect(shorten("0123456789abcdefghijklmnop")).toBe("0123456789…klmnop")
    expect(shorten("0123456789abcdef")).toBe("0123456789abcdef")
  })
})
