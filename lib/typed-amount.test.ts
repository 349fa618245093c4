import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { displayCkb } from "@/lib/client/format"
import { formatCkb, MAX_SHANNONS, parseCkb } from "@/lib/money"
import { amountInAddress, isSameNumber, readTypedCkb, typedCkb, writtenCkb } from "./typed-amount"

const amounts = fc.bigInt({ min: 0n, max: MAX_SHANNONS })

/** Digits of other keyboards. */
const KEYBOARDS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]
const inDigits = (text: string, digits: string) => text.replace(/\d/g, (digit) => [...digits][Number(digit)] ?? digit)

describe("an amount that a person typed", () => {
  it.each([
    ["2.5", "2.5"],
    ["2,5", "2.5"],
    ["1,50", "1.5"],
    ["0,125", "0.125"],
    ["0.125", "0.125"],
    ["1,2345", "1.2345"],
    ["1234,567", "1234.567"],
    ["1234.567", "1234.567"],
    ["２．５", "2.5"],
    ["２，５", "2.5"],
    ["2。5", "2.5"],
    ["2｡5", "2.5"],
    ["١٫٥", "1.5"],
    ["۱٫۵", "1.5"],
    [".5", "0.5"],
    [",5", "0.5"],
    ["1.", "1"],
    ["1,", "1"],
    ["007", "7"],
    ["000000000000001", "1"],
    [" 1.5\u00a0", "1.5"],
    ["\u200b1.5\u200e", "1.5"],
    ["1 000", "1000"],
    ["1\u2009000", "1000"],
    ["1\u202f000\u202f000,5", "1000000.5"],
    ["1'000.50", "1000.5"],
    ["1’000", "1000"],
    ["1,000.5", "1000.5"],
    ["1.000,5", "1000.5"],
    ["1,000,000", "1000000"],
    ["1.000.000", "1000000"],
    ["12,345,678.12345678", "12345678.12345678"],
    ["1.0000", "1"],
    ["2.5 CKB", "2.5"],
    ["２．５　ＣＫＢ", "2.5"],
    ["2,5ckb", "2.5"],
  ])("%j is %s CKB", (text, ckb) => {
    expect(readTypedCkb(text)).toEqual({ is: "amount", amount: parseCkb(ckb) })
  })

  it.each([
    ["1,000", "1000", "1"],
    ["1.000", "1000", "1"],
    ["2.475", "2475", "2.475"],
    ["12,345", "12345", "12.345"],
    ["999,999", "999999", "999.999"],
    ["１，０００", "1000", "1"],
    [" 1,000 CKB", "1000", "1"],
  ])("%j is asked about, never guessed", (text, thousands, fraction) => {
    expect(readTypedCkb(text)).toEqual({ is: "question", readings: [parseCkb(thousands), parseCkb(fraction)] })
    expect(typedCkb(text)).toBeUndefined()
  })

  it.each([
    ["", "missing"],
    [" \u200b", "missing"],
    ["CKB", "missing"],
    [".", "malformed"],
    [",", "malformed"],
    ["+1", "malformed"],
    ["1e3", "malformed"],
    ["0x10", "malformed"],
    ["1.2.3", "malformed"],
    ["1,2,3", "malformed"],
    ["1,23.4,5", "malformed"],
    ["1.2,3.4", "malformed"],
    ["1 5", "malformed"],
    ["10 00", "malformed"],
    ["1,00,000", "malformed"],
    ["1_000", "malformed"],
    ["1,.5", "malformed"],
    ["..5", "malformed"],
    ["2、5", "malformed"],
    ["½", "malformed"],
    ["two", "malformed"],
    ["-", "malformed"],
    ["1/2", "malformed"],
    ["∞", "malformed"],
    ["-1", "negative"],
    ["−2,5", "negative"],
    ["1.123456789", "decimals"],
    ["0,000000001", "decimals"],
    ["92233720368.54775808", "large"],
    ["1000000000000", "large"],
    ["1,000,000,000,000", "large"],
  ])("%j is none: %s", (text, fault) => {
    expect(readTypedCkb(text)).toEqual({ is: fault })
  })

  it("is the same amount on every keyboard, with a comma or a point, grouped or not", () => {
    const form = fc.record({
      amount: amounts,
      digits: fc.constantFrom(...KEYBOARDS),
      point: fc.constantFrom(".", ","),
      group: fc.constantFrom("", " ", "\u2009", "\u202f", "'", "’", "other"),
      unit: fc.constantFrom("", " CKB", "ckb", "\u00a0CKB"),
    })
    fc.assert(
      fc.property(form, ({ amount, digits, point, group, unit }) => {
        const [whole = "", fraction = ""] = formatCkb(amount).split(".")
        const parting = group === "other" ? (point === "." ? "," : ".") : group
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, parting)
        // Four digits or more have one reading.
        const text = `${grouped}${point}${fraction.padEnd(4, "0")}${unit}`
        expect(readTypedCkb(inDigits(text, digits))).toEqual({ is: "amount", amount })
      }),
    )
  })

  it("is one of its two readings, whatever was meant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.stringMatching(/^\d{3}$/), (whole, three) => {
        for (const sign of [".", ","]) {
          const read = readTypedCkb(`${whole}${sign}${three}`)
          const readings = [parseCkb(`${whole}${three}`), parseCkb(`${whole}.${three}`)]
          expect(read).toEqual({ is: "question", readings })
        }
      }),
    )
  })

  it("is never another one than the pages show", () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const read = readTypedCkb(displayCkb(amount))
        if (read.is === "question") expect(read.readings).toContain(amount)
        else expect(read).toEqual({ is: "amount", amount })
      }),
    )
  })

  it("never fails, whatever the text", () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,' ٫۳－-]{0,20}$/))
    fc.assert(
      fc.property(texts, (text) => {
        const read = readTypedCkb(text)
        if (read.is === "amount") expect(read.amount >= 0n && read.amount <= MAX_SHANNONS).toBe(true)
      }),
    )
  })
})

describe("an amount that a page writes", () => {
  it("into a field has one reading, itself", () => {
    fc.assert(fc.property(amounts, (amount) => typedCkb(writtenCkb(amount)) === amount))
    expect(writtenCkb(247_500_000n)).toBe("2.4750")
    expect(writtenCkb(250_000_000n)).toBe("2.5")
  })

  it("into an address is read as it was written", () => {
    fc.assert(fc.property(amounts, (amount) => typedCkb(amountInAddress(formatCkb(amount))) === amount))
  })

  it.each([
    ["2.475", "2.4750"],
    ["1.000", "1"],
    // Nobody's program writes a comma: a person did, and is asked.
    ["1,000", "1,000"],
    [" 2,5 ", "2,5"],
    ["two", "two"],
    [null, ""],
  ])("%j in an address is put into the field as %j", (text, written) => {
    expect(amountInAddress(text)).toBe(written)
  })
})

describe("a number to be typed as a confirmation", () => {
  it.each([
    ["7123.45678901", "7,123.45678901"],
    ["7,123.45678901", "7123.45678901"],
    ["7.123,45678901", "7,123.45678901"],
    [" 7 123,45678901 CKB", "7,123.45678901"],
    ["1,000", "1,000"],
    ["1000", "1,000"],
    ["1.000", "1,000"],
    ["12", "12"],
    ["１２", "12"],
  ])("may be typed %j for %j", (text, asked) => {
    expect(isSameNumber(text, asked)).toBe(true)
  })

  it.each([
    ["", "12"],
    ["13", "12"],
    ["7123.4567890", "7,123.45678901"],
    ["1,001", "1,000"],
    ["twelve", "12"],
  ])("is not %j for %j", (text, asked) => {
    expect(isSameNumber(text, asked)).toBe(false)
  })
})
