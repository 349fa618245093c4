import { describe, expect, test } from "vitest"
import { en } from "@/components/messages/en"
import { readWish } from "@/lib/client/paths"
import { checkWish } from "./order"

const TO = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqvwg2cen8extgq8s5puft8vf40px3f599cytcyd8"
const { amount: amounts, address: addresses, noteTooLong } = en.typed

function check(query: string) {
  return checkWish(en, readWish(new URLSearchParams(query)), "devnet")
}

describe("a checkout's address", () => {
  test("says whom to pay, how much and what for", () => {
    expect(check(`to=${TO}&amount=2.5&note=For%20you`)).toEqual({
      order: { to: TO, amount: 250_000_000n, note: "For you" },
    })
  })

  test.each([
    ["", amounts.faults.missing],
    ["0", amounts.zero],
    ["0.000000001", amounts.faults.decimals],
    ["-3", amounts.faults.negative],
    ["1e3", amounts.faults.malformed],
    ["1,000", amounts.question],
    ["1 5", amounts.faults.malformed],
    ["0x10", amounts.faults.malformed],
    ["NaN", amounts.faults.malformed],
    ["99999999999", amounts.faults.large],
  ])("with the amount %j is refused in words", (amount, message) => {
    const query = new URLSearchParams({ to: TO, amount }).toString()
    expect(check(query)).toEqual({ problems: { amount: message } })
  })

  test("is a program's: a point is before a fraction, also where a person would be asked", () => {
    expect(check(`to=${TO}&amount=2.475`)).toEqual({ order: { to: TO, amount: 247_500_000n, note: "" } })
  })

  test("may have a comma before the fraction, and an address that something invisible came along with", () => {
    const query = new URLSearchParams({ to: `ckb:\u200b${TO}\u00ad\n`, amount: "2,5" }).toString()
    expect(check(query)).toEqual({ order: { to: TO, amount: 250_000_000n, note: "" } })
  })

  test.each([
    ["", addresses.missing],
    ["two", addresses.malformed("ckt1")],
    ["ckt1qq", addresses.typo],
    ["0x36c329ed630d6ce750712a477543672adab57f4c", addresses.ethereum("ckt1")],
    ["ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v", addresses.otherNetwork("Devnet")],
  ])("with the payee %j is refused in words", (to, message) => {
    const query = new URLSearchParams({ to, amount: "1" }).toString()
    expect(check(query)).toEqual({ problems: { to: message } })
  })

  test("takes a note of 1,000 characters and no longer one", () => {
    const query = (length: number) => new URLSearchParams({ to: TO, amount: "1", note: "x".repeat(length) }).toString()
    expect(check(query(1_000))).toHaveProperty("order")
    expect(check(query(1_001))).toEqual({ problems: { note: noteTooLong } })
  })
})
