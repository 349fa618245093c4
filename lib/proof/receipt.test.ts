import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { GENESIS } from "@/lib/config-networks"
import { SECP256K1_BLAKE160 } from "@/lib/review/address"
import { receiptToFragment } from "./fragment"
import { receiptFromFragment } from "./read-fragment"
import { type ProvableReceipt, readReceipt } from "./receipt"
import { fileOf, receipts } from "./receipt.fixture"

const MALFORMED = { ok: false, code: "MALFORMED_RECEIPT" }
const [receipt] = fc.sample(receipts, { numRuns: 1, seed: 7 }) as [ProvableReceipt]

describe("a receipt's file and its fragment", () => {
  test("say all of it, and are read back as the same", () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(readReceipt(fileOf(receipt))).toEqual({ ok: true, receipt })
        expect(receiptFromFragment(`#${receiptToFragment(receipt)}`)).toEqual({ ok: true, receipt })
        expect(receiptToFragment(receipt)).toMatch(/^[\w.-]+$/)
      }),
    )
  })

  test("a fragment in which a character is changed, gone or added is another receipt or none, and never throws", () => {
    const fragment = receiptToFragment(receipt)
    fc.assert(
      fc.property(fc.nat(fragment.length), fc.nat(1), fc.string({ maxLength: 3 }), (at, gone, put) => {
        const changed = fragment.slice(0, at) + put + fragment.slice(at + gone)
        const read = receiptFromFragment(changed)
        if (read.ok) expect(receiptToFragment(read.receipt)).toBe(changed)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each(["", "#", "1", "1.m", "1........", "constructor", "1.toString", "%", `${"1.".repeat(5_000)}`])(
    "%j is no receipt",
    (text) => {
      expect(receiptFromFragment(text)).toEqual(MALFORMED)
    },
  )

  test("any text is read without an error", () => {
    fc.assert(fc.property(fc.string(), (text) => !receiptFromFragment(text).ok))
    fc.assert(fc.property(fc.anything(), (value) => !readReceipt(value).ok))
  })

  test("one of a later version is told from one that is broken", () => {
    expect(receiptFromFragment("2.anything")).toEqual({ ok: false, code: "OTHER_VERSION" })
    expect(readReceipt({ ...receipt, version: 2 })).toEqual({ ok: false, code: "OTHER_VERSION" })
  })

  const [share] = receipt.shares
  test.each<[string, object]>([
    ["a share of zero, which no commitment names", { shares: [{ ...share, amount: "0" }] }],
    ["a share below zero", { shares: [{ ...share, amount: "-1" }] }],
    ["an amount that is a number, and may have been rounded", { shares: [{ ...share, amount: 1 }] }],
    ["an amount in hex", { shares: [{ ...share, amount: "0x1" }] }],
    ["an amount beyond all that there can be", { shares: [{ ...share, amount: `${2n ** 63n}` }] }],
    ["a kind that is no share's", { shares: [{ ...share, kind: "refund" }] }],
    ["a kind with a line break", { shares: [{ ...share, kind: "fee\nreceiver" }] }],
    ["an address with a letter changed", { shares: [{ ...share, address: `${receipt.sender.slice(0, -1)}b` }] }],
    ["no share", { shares: [] }],
    ["more shares than a payment has", { shares: Array.from({ length: 35 }, () => share) }],
    ["a hash in capitals", { tx_hash: receipt.tx_hash.toUpperCase() }],
    ["a salt that is none", { salt: "0x" }],
    ["an id of zero", { payment_id: 0 }],
    ["an id that is a text", { payment_id: "1" }],
    ["no platform", { platform: undefined }],
  ])("is refused with %s", (_, changed) => {
    expect(readReceipt({ ...receipt, ...changed })).toEqual(MALFORMED)
  })

  // The address of the page, below 40 characters, and this: a code of 73 by 73 squares, half a millimetre each.
  test("fits a code that prints well where one party is paid, on a public network", () => {
    const address = lockedBy(`0x${"77".repeat(20)}`)
    const fragment = receiptToFragment({
      ...{ version: 1, genesis_hash: GENESIS.mainnet, payment_id: 123_456 },
      ...{
        tx_hash: receipt.tx_hash,
        salt: receipt.tx_hash,
        platform: lockedBy(`0x${"11".repeat(20)}`),
        sender: address,
      },
      shares: [
        { kind: "fee", address: lockedBy(`0x${"11".repeat(20)}`), amount: 3_500_000n },
        { kind: "receiver", address, amount: 346_500_000n },
      ],
    })
    expect(fragment.length).toBeLessThan(420)
  })
})

/** A mainnet address of the ordinary lock. */
function lockedBy(args: ccc.Hex): string {
  const script = ccc.Script.from({ codeHash: SECP256K1_BLAKE160, hashType: "type", args })
  return ccc.Address.from({ script, prefix: "ckb" }).toString()
}
