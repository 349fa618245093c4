import { describe, expect, test } from "vitest"
import { checkAddress } from "./address"

/** The examples of RFC 0021. */
const FULL = "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4"
const SHORT = "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v"
const TESTNET = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqvwg2cen8extgq8s5puft8vf40px3f599cytcyd8"

describe("a CKB address", () => {
  test("passes in each form that is in use", () => {
    expect(checkAddress(FULL, "mainnet")).toBe("ok")
    expect(checkAddress(SHORT, "mainnet")).toBe("ok")
    expect(checkAddress(FULL.toUpperCase(), "mainnet")).toBe("ok")
    expect(checkAddress(TESTNET, "testnet")).toBe("ok")
    expect(checkAddress(TESTNET, "devnet")).toBe("ok")
  })

  test("of another network is told apart from a mistyped one", () => {
    expect(checkAddress(FULL, "testnet")).toBe("other-network")
    expect(checkAddress(TESTNET, "mainnet")).toBe("other-network")
  })

  test("with any one character changed is mistyped", () => {
    for (let at = "ckt1".length; at < TESTNET.length; at++) {
      const other = TESTNET[at] === "q" ? "p" : "q"
      const mistyped = TESTNET.slice(0, at) + other + TESTNET.slice(at + 1)
      expect(checkAddress(mistyped, "testnet"), mistyped).toBe("typo")
    }
  })

  test.each([
    ["", "malformed"],
    ["ckt", "malformed"],
    ["ckt1", "typo"],
    ["ckt1qqqq", "typo"],
    [`${TESTNET} `, "typo"],
    [TESTNET.slice(0, -1), "typo"],
    [TESTNET.slice(0, 40), "typo"],
    [`${TESTNET.slice(0, -1)}D`, "typo"],
    [`q${TESTNET}`, "malformed"],
    ["0x1234", "malformed"],
    ["0x36c329ed630d6ce750712a477543672adab57f4c", "ethereum"],
    ["0x36C329ED630D6CE750712A477543672ADAB57F4C", "ethereum"],
    ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "malformed"],
  ])("is not %j: %s", (text, check) => {
    expect(checkAddress(text, "testnet")).toBe(check)
  })
})
