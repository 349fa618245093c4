import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Share } from "@/lib/ledger/types"
import { isSalt, paymentCommitment } from "./commitment"
import type { Hex } from "./hex"

const hash = (byte: string): Hex => `0x${byte.repeat(32)}`

type Payment = Parameters<typeof paymentCommitment>[0]

const PAYMENT = {
  id: 42n,
  salt: hash("5a"),
  senderLockHash: hash("a1"),
  shares: [
    { kind: "fee", lockHash: hash("f0"), amount: 2_000_000n },
    { kind: "receiver", lockHash: hash("b2"), amount: 178_200_000n },
    { kind: "split", lockHash: hash("c3"), amount: 19_800_000n },
  ] satisfies [Share, Share, Share],
}

const lockHashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => ccc.hexFrom(bytes))
const shares = fc.array(
  fc.record({
    kind: fc.constantFrom("fee", "receiver", "split"),
    lockHash: lockHashes,
    amount: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
  }),
  { minLength: 1, maxLength: 5 },
)
const payments = fc.record({
  id: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
  salt: fc.option(lockHashes),
  senderLockHash: lockHashes,
  shares,
})

describe("the commitment of a payment", () => {
  it.each<[string, Hex | null, string[]]>([
    ["with its salt", PAYMENT.salt, ["micro-pay payment 2", "42", PAYMENT.salt]],
    ["of the first form, without one", null, ["micro-pay payment 1", "42"]],
  ])("%s, is CKB's hash of the text that anybody can write down from the receipt", (_, salt, head) => {
    const text = [
      ...head,
      "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
      "fee 0xf0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0 2000000",
      "receiver 0xb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2 178200000",
      "split 0xc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3 19800000",
    ].join("\n")
    expect(paymentCommitment({ ...PAYMENT, salt })).toBe(ccc.hashCkb(new TextEncoder().encode(text)))
  })

  const [fee, receiver, split] = PAYMENT.shares
  it.each<[string, Payment]>([
    ["the payment's id", { ...PAYMENT, id: 43n }],
    ["the salt", { ...PAYMENT, salt: hash("5b") }],
    ["that there is none", { ...PAYMENT, salt: null }],
    ["the sender", { ...PAYMENT, senderLockHash: hash("a2") }],
    ["an amount", { ...PAYMENT, shares: [fee, { ...receiver, amount: receiver.amount + 1n }, split] }],
    ["who is paid", { ...PAYMENT, shares: [fee, { ...receiver, lockHash: hash("b3") }, split] }],
    ["what a share is for", { ...PAYMENT, shares: [fee, { ...receiver, kind: "split" }, split] }],
    ["the order of the shares", { ...PAYMENT, shares: [fee, split, receiver] }],
    ["a share less", { ...PAYMENT, shares: [fee, receiver] }],
    ["a share more", { ...PAYMENT, shares: [fee, receiver, split, split] }],
  ])("is another when this differs: %s", (_, other) => {
    expect(paymentCommitment(other)).not.toBe(paymentCommitment(PAYMENT))
  })

  it("is the same for two payments only when they are the same", () => {
    const text = (payment: object) =>
      JSON.stringify(payment, (_, value) => (typeof value === "bigint" ? value.toString() : value))
    fc.assert(
      fc.property(payments, payments, (one, other) => {
        expect(paymentCommitment(one) === paymentCommitment(other)).toBe(text(one) === text(other))
        expect(paymentCommitment(structuredClone(one))).toBe(paymentCommitment(one))
      }),
    )
  })

  it("takes no salt that is longer, shorter or more than hex: a line break in it would bring shares that nobody sees", () => {
    const lines = `${hash("5a")}\n${PAYMENT.senderLockHash}\nreceiver ${hash("b3")} 180000000` as const
    for (const salt of [lines, `${hash("5a")}00`, "0x5a", "", hash("5A")] as Hex[]) {
      expect(isSalt(salt)).toBe(false)
      expect(() => paymentCommitment({ ...PAYMENT, salt })).toThrow(TypeError)
    }
  })

  it("does not depend on a share of zero, which makes no entry", () => {
    const nothing: Share = { kind: "split", lockHash: hash("d4"), amount: 0n }
    expect(paymentCommitment({ ...PAYMENT, shares: [...PAYMENT.shares, nothing] })).toBe(paymentCommitment(PAYMENT))
  })
})
