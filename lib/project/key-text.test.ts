import { describe, expect, test } from "vitest"
import { createKeyText, hashOfKey, isKeyText } from "./key-text"

describe("an API key", () => {
  test("says what it is, and has 192 random bits and a checksum", () => {
    const { text, prefix } = createKeyText("mainnet", "secret")
    expect(text.reveal()).toMatch(/^mp_live_sk_[0-9A-Za-z]{39}$/)
    expect(text.reveal().slice(0, 17)).toBe(prefix)
    expect(createKeyText("testnet", "publishable").text.reveal()).toMatch(/^mp_test_pk_/)
    expect(new Set(Array.from({ length: 500 }, () => createKeyText("devnet", "secret").text.reveal())).size).toBe(500)
    expect(hashOfKey(text.reveal())).toHaveLength(32)
    expect(JSON.stringify({ text })).toBe('{"text":"[secret]"}')
  })

  test("that is mistyped, cut off or another's is told from one", () => {
    const key = createKeyText("testnet", "secret").text.reveal()
    expect(isKeyText(key)).toBe(true)
    const other = (at: number) => key.slice(0, at) + (key[at] === "0" ? "1" : "0") + key.slice(at + 1)
    for (const at of [11, 20, 43, 44, 49]) expect(isKeyText(other(at)), `${at}`).toBe(false)
    for (const text of ["", key.slice(0, -1), `${key}0`, ` ${key}`, key.replace("test", "live"), "sk_live_abc"])
      expect(isKeyText(text), text).toBe(false)
  })
})
