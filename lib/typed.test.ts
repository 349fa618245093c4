import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { displayCkb } from "@/lib/client/format"
import { formatCkb, MAX_SHANNONS, parseCkb } from "@/lib/money"
import { cleanAddress, isBlank, readingsOf, readTypedCkb, typedCkb } from "./typed"

describe("an amount that a person typed", () => {
  it.each([
    ["2.5", "2.5"],
    ["1,5", "1.5"],
    ["1,50", "1.5"],
    ["0,125", "0.125"],
    ["1,2345", "1.2345"],
    ["1234,567", "1234.567"],
    ["１．５", "1.5"],
    ["１，５", "1.5"],
    ["1。5", "1.5"],
    ["١٫٥", "1.5"],
    ["۱٫۵", "1.5"],
    [".5", "0.5"],
    [",5", "0.5"],
    ["1.", "1"],
    ["1,", "1"],
    [" 1.5\u00a0", "1.5"],
    ["\u200b1.5\u200e", "1.5"],
    ["1 000", "1000"],
    ["1\u202f000\u202f000,5", "1000000.5"],
    ["1'000.50", "1000.5"],
    ["1’000", "1000"],
    ["1,234.5", "1234.5"],
    ["1.234,5", "1234.5"],
    ["1,000,000", "1000000"],
    ["1.000.000", "1000000"],
    ["12,345,678.12345678", "12345678.12345678"],
    ["1.000", "1"],
    ["2.5 CKB", "2.5"],
  ])("%j is %s CKB", (text, ckb) => {
    expect(readTypedCkb(text)).toBe(parseCkb(ckb))
  })

  it.each(["1,000", "12,345", "999,999", "１，０００", " 1,000 CKB"])("%j is asked about, never guessed", (text) => {
    expect(readTypedCkb(text)).toBe("ambiguous")
    expect(typedCkb(text)).toBeUndefined()
    for (const reading of readingsOf(text)) expect(typedCkb(reading)).toBeTypeOf("bigint")
  })

  it.each([
    "",
    " ",
    ".",
    ",",
    "-1",
    "+1",
    "1e3",
    "0x10",
    "1.2.3",
    "1,2,3",
    "1,23.4,5",
    "1.2,3.4",
    "1 5",
    "10 00",
    "1,00,000",
    "1_000",
    "1.123456789",
    "1,.5",
    "..5",
    "½",
    "two",
    "1/2",
    "∞",
    "1000000000000",
  ])("%j is none", (text) => {
    expect(readTypedCkb(text)).toBeUndefined()
  })

  it("is never another one than the pages and the API write", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_SHANNONS }), (amount) => {
        expect(readTypedCkb(formatCkb(amount))).toBe(amount)
        const shown = readTypedCkb(displayCkb(amount))
        if (shown !== "ambiguous") expect(shown).toBe(amount)
      }),
    )
  })
})

describe("an address", () => {
  const ADDRESS = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqwlhtpqc54vzc3hf2r7ru2w0gpzmdduxysrmtdc6"
  it.each([
    0x200b, 0x200e, 0x200f, 0x2060, 0xad, 0xfeff, 0x20, 0xa0, 0x202f, 0x3000, 0xa, 0xd, 0x9, 0x202e, 0x2066, 0xfe0f,
    0x34f, 0x180e, 0x7,
  ])("is free of U+%s wherever it stands", (code) => {
    const mark = String.fromCodePoint(code)
    for (const text of [mark + ADDRESS, ADDRESS + mark, ADDRESS.slice(0, 9) + mark + ADDRESS.slice(9)])
      expect(cleanAddress(text)).toBe(ADDRESS)
  })

  it.each([
    [`ckb:${ADDRESS}`, ADDRESS],
    [`CKB:${ADDRESS.toUpperCase()}`, ADDRESS.toUpperCase()],
    [`ckb://${ADDRESS}`, ADDRESS],
    // What stands behind would be lost.
    [`ckb:${ADDRESS}?amount=2`, `ckb:${ADDRESS}?amount=2`],
    ["ckb:", "ckb:"],
    ["ckb1q", "ckb1q"],
  ])("%s is read as %s", (text, address) => {
    expect(cleanAddress(text)).toBe(address)
  })
})

it("a text without anything to see is blank", () => {
  for (const text of ["", "   ", "\u200b\u200b", "\u2800", "\u3164", "\u00ad\n", "\u202e"])
    expect(isBlank(text)).toBe(true)
  for (const text of ["a", " . ", "\u200bé", "مرحبا", "👍"]) expect(isBlank(text)).toBe(false)
})
