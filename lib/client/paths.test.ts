import { describe, expect, test } from "vitest"
import { checkoutPath, readPaymentId, readWish } from "./paths"

const TO = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqvwg2cen8extgq8s5puft8vf40px3f599cytcyd8"

describe("a checkout's address", () => {
  test("is read back as it was written", () => {
    const wish = { to: TO, amount: "0.00000001", note: "50 % & more + “ü” 你好" }
    const query = new URL(checkoutPath(wish, 12), "http://localhost").searchParams
    expect(readWish(query)).toEqual(wish)
    expect(readPaymentId(query)).toBe(12)
  })

  test.each(["", "x", "-1", "1.5", "1e9", "99999999999999999"])("with the payment %j follows none", (id) => {
    expect(readPaymentId(new URLSearchParams({ payment: id }))).toBeNull()
  })
})
