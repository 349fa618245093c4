import { describe, expect, test } from "vitest"
import type { CheckoutOrder } from "@/components/payment/order"
import { ApiError } from "@/lib/client/http"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { PaymentLink, Prepared } from "@/lib/client/types"
import { keysOf, knownBefore, toldBefore } from "./paid-before"

const order: CheckoutOrder = { to: "ckt1ana", amount: 4n, note: "order 88" }
const saved: SavedPayment = {
  id: 12,
  clientSecret: "secret",
  proof: { txHash: "0xab", salt: "0x" },
  signedTx: null,
  savedAt: 1_000,
  order: { to: "ckt1ana", amount: "4", note: "order 88" },
}
const link = { slug: "mug" } as PaymentLink
const none: string[] = []

describe("what this browser has signed", () => {
  test("is known before anything is prepared, until the payer says that they want to pay again", () => {
    const before = knownBefore({ order, saved: [saved], accepted: none }, null)
    expect(before).toMatchObject({ id: 12, clientSecret: "secret", at: 1_000, from: "browser" })
    const accepted = before ? keysOf(before) : none
    expect(knownBefore({ order, saved: [saved], accepted }, null)).toBeNull()
    // A third one, of another tab, is news again.
    const third = { ...saved, id: 13, proof: { txHash: "0xcd", salt: "0x" } }
    expect(knownBefore({ order, saved: [third, saved], accepted }, null)?.id).toBe(13)
  })

  test.each<[string, CheckoutOrder]>([
    ["another note", { ...order, note: "order 89" }],
    ["another payee", { ...order, to: "ckt1ben" }],
    ["another amount", { ...order, amount: 5n }],
    ["a link", { ...order, link }],
  ])("is no news for %s", (_, other) => {
    expect(knownBefore({ order: other, saved: [saved], accepted: none }, null)).toBeNull()
  })

  test("through a link is the same for that link and amount, whatever its note says by now", () => {
    const through = { ...saved, link: "mug" }
    const known = (wanted: CheckoutOrder) => knownBefore({ order: wanted, saved: [through], accepted: none }, null)
    expect(known({ ...order, note: "new words", link })?.id).toBe(12)
    expect(known({ ...order, link: { ...link, slug: "cup" } })).toBeNull()
    expect(known(order)).toBeNull()
  })

  test("by an older page, which kept no order, is passed over", () => {
    const { order: _, ...old } = saved
    expect(knownBefore({ order, saved: [old], accepted: none }, null)).toBeNull()
  })
})

describe("what the server says as it prepares", () => {
  const told: Prepared["paid_before"] = {
    payment_id: 12,
    tx_hash: "0xab",
    amount: "4",
    created_at: "2026-11-30T00:00:00Z",
    same: "payment",
  }
  const stranger = { ...told, payment_id: null, same: "amount" as const }

  test("is told to the payer, with the secret where this browser has it", () => {
    expect(toldBefore({ order, saved: [], accepted: none }, told)).toMatchObject({ id: 12, clientSecret: null })
    expect(toldBefore({ order, saved: [saved], accepted: none }, told)).toMatchObject({ clientSecret: "secret" })
    expect(toldBefore({ order, saved: [], accepted: none }, null)).toBeNull()
  })

  test("is no news when the payer has accepted it by its number or its transaction", () => {
    for (const accepted of [["payment 12"], ["0xab"]])
      expect(toldBefore({ order, saved: [], accepted }, told)).toBeNull()
  })

  test("of the same amount is passed over when this browser knows that it was for something else", () => {
    expect(toldBefore({ order, saved: [], accepted: none }, stranger)).toMatchObject({ id: null, txHash: "0xab" })
    const other = { ...order, note: "order 89" }
    expect(toldBefore({ order: other, saved: [saved], accepted: none }, stranger)).toBeNull()
  })
})

describe("a signature that came too late", () => {
  const late = (details: object) => new ApiError({ code: "INPUT_SPENT", status: 409, ...details })

  test("names the payment that was first, if that was the same", () => {
    const same = late({ payment_id: 12, is_same_payment: true })
    expect(knownBefore({ order, saved: [], accepted: none }, same)).toMatchObject({ id: 12, from: "signature" })
    expect(knownBefore({ order, saved: [], accepted: ["payment 12"] }, same)).toBeNull()
  })

  test("is prepared again when it was another one, or none of ours", () => {
    for (const details of [{}, { payment_id: 12, is_same_payment: false }, { is_same_payment: true }])
      expect(knownBefore({ order, saved: [], accepted: none }, late(details))).toBeNull()
  })
})
