import { ccc } from "@ckb-ccc/core"
import { describe, expect, it } from "vitest"
import { ValidationError } from "@/lib/errors"
import { plainCapacity } from "@/lib/plain-capacity"
import { parseAddress, partyOf, requirePayable } from "./address"
import type { Chain } from "./chain"
import { offlineClient } from "./locks/offline.fixture"

const ARGS = "0xb39bbc0b3673c7d36450bc14cfcdad2d559c6c64"
/** One lock in every form of RFC 0021; those of the main chain are the examples of that document. */
const MAINNET = {
  full: "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4",
  short: "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v",
  oldFull: "ckb1qjda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xw3vumhs9nvu786dj9p0q5elx66t24n3kxgj53qks",
}
const TESTNET = {
  full: "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqgutnjd",
  short: "ckt1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jq5t63cs",
  oldFull: "ckt1qjda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xw3vumhs9nvu786dj9p0q5elx66t24n3kxglhgd30",
}
const SECP = ccc.Script.from({
  codeHash: "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8",
  hashType: "type",
  args: ARGS,
})
const withArgs = (args: string) => ccc.Script.from({ ...SECP, args })

/** What reads addresses needs of a chain: its scripts, its prefix, and who the platform is. No node. */
function chainOf(network: "testnet" | "mainnet"): Chain {
  const client =
    network === "testnet"
      ? offlineClient()
      : new ccc.ClientPublicMainnet({ url: "http://offline.invalid", fallbacks: [] })
  return { network, client, platform: { address: "", lockHash: withArgs(`0x${"99".repeat(20)}`).hash() } } as Chain
}
const testnet = chainOf("testnet")
const mainnet = chainOf("mainnet")

describe("an address", () => {
  it.each([
    ["a space after it", `${TESTNET.full} `],
    ["a zero-width space before it", `\u200b${TESTNET.full}`],
    ["a line end in it", `${TESTNET.full.slice(0, 40)}\r\n${TESTNET.full.slice(40)}`],
    ["a soft hyphen in it", `${TESTNET.full.slice(0, 40)}\u00ad${TESTNET.full.slice(40)}`],
    ["the scheme of a QR code before it", `ckb:${TESTNET.full}`],
  ])("is read with %s", async (_, text) => {
    expect((await parseAddress(testnet, text)).address).toBe(TESTNET.full)
  })

  it.each([
    ["full", testnet, TESTNET.full, TESTNET.full],
    ["short, deprecated", testnet, TESTNET.short, TESTNET.full],
    ["full, deprecated", testnet, TESTNET.oldFull, TESTNET.full],
    ["in capitals", testnet, TESTNET.full.toUpperCase(), TESTNET.full],
    ["short in capitals", testnet, TESTNET.short.toUpperCase(), TESTNET.full],
    ["full on the main chain", mainnet, MAINNET.full, MAINNET.full],
    ["short on the main chain", mainnet, MAINNET.short, MAINNET.full],
    ["full, deprecated, on the main chain", mainnet, MAINNET.oldFull, MAINNET.full],
  ])("is kept in its canonical form, however it was written: %s", async (_, chain, text, canonical) => {
    const party = await parseAddress(chain, text)
    expect(party.address).toBe(canonical)
    expect(party.lock.eq(SECP)).toBe(true)
    expect(party.lockHash).toBe("0xe203d8260a0eb9d0ec8f69976e2108d9e50d0c8fb1920a67d10d61cb9993e284")
  })

  it.each([
    ["nothing", ""],
    ["a word", "hello"],
    ["a name", "satoshi.bit"],
    ["a hash", `0x${"12".repeat(32)}`],
    ["a Bitcoin address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
    ["the prefix alone", "ckt1"],
    ["one with a letter changed", TESTNET.full.replace("qzda", "qzdb")],
    ["one with a letter missing", TESTNET.full.slice(0, -1)],
    ["one in mixed case", TESTNET.full.replace("qzda", "QZDA")],
    ["the main chain's with this chain's prefix", MAINNET.full.replace("ckb1", "ckt1")],
    ["a short one without args", "ckt1qyqq8dj8xe"],
    ["a short one of a script that there is not", "ckt1qyym8xaupvm8837nv3gtc9x0ekkj64vud3jq34ctqv"],
    ["a full one that is cut off", "ckt1qsqsyqccyujc4"],
  ])("is refused when it is %s, and the field is named", async (_, text) => {
    const refusal = parseAddress(testnet, text, "splits[3].receiver")
    await expect(refusal).rejects.toThrow(ValidationError)
    await expect(refusal).rejects.toMatchObject({
      errors: [{ path: "splits[3].receiver", message: expect.stringContaining("not a CKB address") }],
    })
  })

  it.each([
    [testnet, MAINNET.full, "addresses on testnet begin with ckt"],
    [testnet, MAINNET.short.toUpperCase(), "addresses on testnet begin with ckt"],
    [mainnet, TESTNET.full, "addresses on mainnet begin with ckb"],
    [mainnet, TESTNET.short, "addresses on mainnet begin with ckb"],
  ])("of another network is told apart from a broken one: %#", async (chain, text, message) => {
    await expect(parseAddress(chain, text)).rejects.toThrow(message)
  })
})

describe("a plain cell occupies a CKB for each of 8 + 33 bytes and of its lock's args", () => {
  it.each([
    ["secp256k1", 20, 6_100_000_000n],
    ["JoyID or Omnilock", 22, 6_300_000_000n],
    ["multisig with a time lock", 28, 6_900_000_000n],
    ["no args", 0, 4_100_000_000n],
  ])("%s, %i bytes", (_, length, occupied) => {
    const lock = withArgs(`0x${"00".repeat(length)}`)
    expect(plainCapacity(lock)).toBe(occupied)
    expect(partyOf(testnet, lock).occupied).toBe(occupied)
  })
})

describe("money is not sent", () => {
  const pay = (lock: ccc.Script) => requirePayable(testnet, partyOf(testnet, lock), "receiver")
  it.each([
    ["to a lock whose args are impossible", withArgs(ARGS.slice(0, -2)), "broken"],
    [
      "to a lock that is unknown",
      ccc.Script.from({ ...SECP, codeHash: `0x${"12".repeat(32)}` }),
      "unknown on this network",
    ],
    [
      "to a known script under another hash type",
      ccc.Script.from({ ...SECP, hashType: "data1" }),
      "unknown on this network",
    ],
    ["to the platform itself", withArgs(`0x${"99".repeat(20)}`), "platform's own address"],
  ])("%s", async (_, lock, message) => {
    await expect(pay(lock)).rejects.toThrow(ValidationError)
    await expect(pay(lock)).rejects.toMatchObject({
      errors: [{ path: "receiver", message: expect.stringContaining(message) }],
    })
  })

  it("but it is, to somebody else", async () => {
    await expect(pay(SECP)).resolves.toBeUndefined()
  })
})
