import { describe, expect } from "vitest"
import { toHex } from "@/lib/hex"
import { firstIdSince } from "@/lib/payment/id-at"
import { bytes32, freshRowsStage } from "@/lib/payment/rows.fixture"
import { findPayments, type OperatorPaymentFilter } from "./find-payments"
import { paymentsCsv } from "./payments-csv"

const MINUTE = 60_000
const test = freshRowsStage().extend(
  "found",
  ({ ctx }) =>
    async (filter: Partial<OperatorPaymentFilter>) =>
      (await findPayments(ctx, { limit: 200, ...filter })).items.map(({ id }) => id),
)

describe("the operator finds a payment", () => {
  test("by number and by reference, which may be a number too", async ({ rows, found }) => {
    const [first, second] = [await rows.payment(), await rows.payment()]
    const third = await rows.payment({ reference: "7777", message: "Grüße aus Köln", info: "order 118" })
    expect(await found({ search: String(first) })).toEqual([first])
    expect(await found({ search: " 7777 " })).toEqual([third])
    expect(await found({ search: "KÖLN" })).toEqual([third])
    expect(await found({ search: "Order 118" })).toEqual([third])
    expect(await found({ search: "99999" })).toEqual([])
    expect(second).toBeDefined()
  })

  test("by the hash of a payout that holds a share of it", async ({ rows, db, found }) => {
    const settlement = await rows.settlement(100n)
    const hash = bytes32()
    await db.chainTransaction.create({
      data: { txHash: hash, bytes: new Uint8Array(1), settlementId: settlement, networkFee: 0n },
    })
    const entries = [{ receiver: "r", amount: 100n, status: "settling" as const, settlementId: settlement }]
    const id = await rows.payment({ status: "confirmed", entries })
    await rows.payment()
    expect(await found({ search: toHex(hash) })).toEqual([id])
    expect(await found({ search: toHex(bytes32()) })).toEqual([])
  })

  test("by the end of an address, as the pages shorten it", async ({ rows, found }) => {
    const id = await rows.payment({ sender: "ckt1qzsomebody9xh2", receiver: "ckt1other" })
    for (const search of ["9xh2", "ckt1qz…9xh2", "ckt1qz...9XH2"]) expect(await found({ search }), search).toEqual([id])
    expect(await found({ search: "ckt1qz" })).toEqual([])
    await expect(found({ search: "x2" })).rejects.toThrow()
  })

  test("with its day, and without those that nobody signed unless they are asked for", async ({ rows, found }) => {
    const now = Date.now()
    const at = (minutes: number) => new Date(now - minutes * MINUTE)
    const old = await rows.payment({ status: "confirmed", createdAt: at(100) })
    const expired = await rows.payment({ status: "expired", createdAt: at(50) })
    const fresh = await rows.payment({ status: "confirmed", createdAt: at(1) })
    expect(await found({})).toEqual([fresh, old])
    expect(await found({ unsigned: true })).toEqual([fresh, expired, old])
    expect(await found({ status: "expired" })).toEqual([expired])
    expect(await found({ status: "failed" })).toEqual([])
    expect(await found({ from: at(200), to: at(70) })).toEqual([old])
    expect(await found({ search: String(expired) })).toEqual([expired])
    expect(await found({ from: at(60), unsigned: true })).toEqual([fresh, expired])
    expect(await found({ to: at(60), unsigned: true })).toEqual([old])
    expect(await found({ from: at(60), to: at(10), unsigned: true })).toEqual([expired])
    const failed = await rows.payment({ status: "failed", createdAt: at(0) })
    expect(await found({ status: "failed" })).toEqual([failed])
  })

  test("a page at a time, whatever it is found by", async ({ ctx, rows }) => {
    const ids = [await rows.payment({ sender: "a" }), await rows.payment({ sender: "a" })]
    const page = await findPayments(ctx, { limit: 1 })
    expect([page.items.map(({ id }) => id), page.next]).toEqual([[ids[1]], ids[1]])
    expect((await findPayments(ctx, { limit: 1, cursor: page.next })).items.map(({ id }) => id)).toEqual([ids[0]])
  })
})

test("the first id since a moment lies above all that are older", async ({ ctx, rows }) => {
  const now = Date.now()
  expect(await firstIdSince(ctx, new Date(now))).toBeLessThanOrEqual(1n)
  const ids: bigint[] = []
  for (let age = 40; age > 0; age -= 4) ids.push(await rows.payment({ createdAt: new Date(now - age * MINUTE) }))
  for (const [index, id] of ids.entries()) {
    const since = new Date(now - (40 - index * 4) * MINUTE)
    const first = await firstIdSince(ctx, since)
    expect(first).toBeLessThanOrEqual(id)
    // What is five minutes older is not read.
    expect(first).toBeGreaterThan(ids[index - 2] ?? -1n)
  }
  expect(await firstIdSince(ctx, new Date(now + 10 * MINUTE))).toBeGreaterThan(ids.at(-1) ?? 0n)
})

test("what a payer wrote is no formula in the table", async ({ ctx, rows }) => {
  await rows.payment({ info: "=1+1", message: "+cmd" })
  let text = ""
  for await (const piece of paymentsCsv(ctx, {})) text += piece
  expect(text).toContain(",'=1+1,'+cmd,")
  expect(text.startsWith("\uFEFFpayment_id,")).toBe(true)
})
