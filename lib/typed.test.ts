import { describe, expect, it } from "vitest"
import { cleanAddress, isBlank } from "./typed"

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
