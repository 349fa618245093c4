import fc from "fast-check"
import { describe, expect } from "vitest"
import { NotFound } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import { getPayment, listPayments, type PaymentFilter } from "./query"
import { bytes32, freshRowsStage, lockOf } from "./rows.fixture"

const test = freshRowsStage()
  .extend(
    "idsOf",
    ({ ctx }) =>
      async (filter: Partial<PaymentFilter>) =>
        (await listPayments(ctx, { limit: 200, ...filter })).items.map(({ id }) => id),
  )
  .extend("inBlock", ({ db }) => async (paymentId: bigint, blockNumber: bigint | null) => {
    await db.chainTransaction.create({
      data: {
        txHash: bytes32(),
        bytes: new Uint8Array(1),
        paymentId,
        networkFee: 0n,
        ...(blockNumber === null ? { status: "signed" } : { status: "committed", blockNumber, blockHash: bytes32() }),
      },
    })
  })

describe("a payment", () => {
  test("comes with its entries, in the order in which they were made", async ({ ctx, rows }) => {
    const entries = [
      { receiver: "f", amount: 1n, kind: "fee" as const },
      { receiver: "r", amount: 80n },
      { receiver: "x", amount: 19n, kind: "split" as const },
    ]
    const id = await rows.payment({ entries, info: "hi", category: 0, senderDid: "did:1" })
    const payment = await getPayment(ctx, id)
    expect(payment).toMatchObject({ id, amount: 100n, info: "hi", category: 0, senderDid: "did:1", receiverDid: null })
    expect(payment.entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["fee", 1n],
      ["receiver", 80n],
      ["split", 19n],
    ])
  })

  test.for([0n, 999n, 9_223_372_036_854_775_807n])("%d is nobody's", async (id, { ctx }) => {
    await expect(getPayment(ctx, id)).rejects.toBeInstanceOf(NotFound)
  })

  test("its block counts as the first confirmation", async ({ ctx, rows, inBlock }) => {
    const [none, signed, first, third] = [
      await rows.payment(),
      await rows.payment(),
      await rows.payment(),
      await rows.payment(),
    ]
    await inBlock(signed, null)
    await inBlock(first, 12n)
    await inBlock(third, 10n)
    for (const number of [10n, 11n, 12n]) await rows.block(number)
    const confirmations = async (id: bigint) => (await getPayment(ctx, id)).confirmations
    expect([
      await confirmations(none),
      await confirmations(signed),
      await confirmations(first),
      await confirmations(third),
    ]).toEqual([0, 0, 1, 3])
  })

  test("times are those of the database's clock", async ({ ctx, rows }) => {
    const createdAt = new Date("2026-07-01T12:34:56.789Z")
    const id = await rows.payment({ createdAt })
    expect((await getPayment(ctx, id)).createdAt).toEqual(createdAt)
  })
})

describe("a list", () => {
  test("is filtered by each property alone and by all together", async ({ rows, idsOf }) => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, n))
    const plain = await rows.payment({ createdAt: day(1) })
    const rich = await rows.payment({
      sender: "a",
      receiver: "b",
      status: "confirmed",
      category: 7,
      info: "it's 100 %_\\ \u{1f600}",
      senderDid: "did:a",
      receiverDid: "did:b",
      createdAt: day(3),
    })
    const filters: Partial<PaymentFilter>[] = [
      { senderLockHash: toHex(lockOf("a")) },
      { receiverLockHash: toHex(lockOf("b")) },
      { status: "confirmed" },
      { category: 7 },
      { info: "it's 100 %_\\ \u{1f600}" },
      { senderDid: "did:a" },
      { receiverDid: "did:b" },
      { from: day(3) },
      { from: day(2), to: day(4) },
    ]
    for (const filter of [...filters, Object.assign({}, ...filters)])
      expect(await idsOf(filter), JSON.stringify(filter)).toEqual([rich])
    expect(await idsOf({ to: day(1) })).toEqual([plain])
    expect(await idsOf({ to: day(3) })).toEqual([rich, plain])
    expect(await idsOf({ info: "it's 100 %" })).toEqual([])
    expect(await idsOf({ category: 0 })).toEqual([])
  })

  test("in pages of any length is the whole list, newest first", async ({ ctx, rows }) => {
    const all: bigint[] = []
    for (let i = 0; i < 12; i++) all.unshift(await rows.payment({ category: i % 2 }))
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 14 }),
        fc.option(fc.constantFrom(0, 1), { nil: undefined }),
        async (limit, category) => {
          const read: bigint[] = []
          let cursor: bigint | undefined
          do {
            const page = await listPayments(ctx, { limit, cursor, category })
            expect(page.items.length).toBeLessThanOrEqual(limit)
            read.push(...page.items.map(({ id }) => id))
            cursor = page.next
          } while (cursor !== undefined)
          const expected = category === undefined ? all : all.filter((_, i) => (all.length - 1 - i) % 2 === category)
          expect(read).toEqual(expected)
        },
      ),
      { numRuns: 30 },
    )
  })

  test("repeats and skips nothing when payments come in while it is read", async ({ ctx, rows }) => {
    const old = [await rows.payment(), await rows.payment(), await rows.payment()]
    const first = await listPayments(ctx, { limit: 2 })
    await rows.payment()
    const second = await listPayments(ctx, { limit: 2, cursor: first.next })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(old.reverse())
    expect(second.next).toBeUndefined()
  })
})
