import { describe, expect, test } from "vitest"
import { en } from "@/components/messages/en"
import { readWish } from "@/lib/client/paths"
import { checkWish } from "./order"

const TO = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqvwg2cen8extgq8s5puft8vf40px3f599cytcyd8"
const errors = en.checkout.form.errors

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
    ["", errors.amountMissing],
    ["0", errors.amountZero],
    ["0.000000001", errors.amountMalformed],
    ["-3", errors.amountMalformed],
    ["1e3", errors.amountMalformed],
    ["1,000", en.common.ambiguousAmount("1000", "1.000")],
    ["1 5", errors.amountMalformed],
    ["0x10", errors.amountMalformed],
    ["NaN", errors.amountMalformed],
    ["999999999999", errors.amountMalformed],
  ])("with the amount %j is refused in words", (amount, message) => {
    const query = new URLSearchParams({ to: TO, amount }).toString()
    expect(check(query)).toEqual({ problems: { amount: message } })
  })

  test("may have a comma before the fraction, and an address that something invisible came along with", () => {
    const query = new URLSearchParams({ to: `ckb:\u200b${TO}\u00ad\n`, amount: "2,5" }).toString()
    expect(check(query)).toEqual({ order: { to: TO, amount: 250_000_000n, note: "" } })
  })

  test.each([
    ["", errors.addressMissing],
    ["ckt1qq", errors.addressMalformed],
    ["ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v", errors.addressOtherNetwork("Devnet")],
  ])("with the payee %j is refused in words", (to, message) => {
    const query = new URLSearchParams({ to, amount: "1" }).toString()
    expect(check(query)).toEqual({ problems: { to: message } })
  })

  test("takes a note of 1,000 characters and no longer one", () => {
    const query = (length: number) => new URLSearchParams({ to: TO, amount: "1", note: "x".repeat(length) }).toString()
    expect(check(query(1_000))).toHaveProperty("order")
    expect(check(query(1_001))).toEqual({ problems: { note: errors.noteTooLong } })
  })
})
