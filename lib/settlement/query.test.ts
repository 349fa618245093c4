import { expect } from "vitest"
import { NotFound } from "@/lib/errors"
import { freshRowsStage } from "@/lib/payment/rows.fixture"
import { getSettlement, listSettlements } from "./query"

const test = freshRowsStage()

test("a settlement says what each party gets, once each, however many entries it pays", async ({ ctx, rows }) => {
  const id = await rows.settlement(111n)
  const other = await rows.settlement(5n)
  const entry = (receiver: string, amount: bigint, settlementId: bigint) =>
    ({ receiver, amount, status: "settling", settlementId }) as const
  await rows.payment({ entries: [entry("a", 1n, id), entry("b", 10n, id)] })
  await rows.payment({ entries: [entry("a", 100n, id), entry("a", 5n, other)] })
  const settlement = await getSettlement(ctx, id)
  expect(settlement).toMatchObject({ id, status: "signed", amount: 111n, networkFee: 1n })
  expect(settlement.payouts).toEqual([
    { receiver: "a", amount: 101n },
    { receiver: "b", amount: 10n },
  ])
  expect((await listSettlements(ctx, { limit: 50 })).items.map(({ receivers }) => receivers)).toEqual([1, 2])
})

test("one that failed pays nobody, and an unknown one is not found", async ({ ctx, rows }) => {
  const id = await rows.settlement(5n, "failed")
  expect((await getSettlement(ctx, id)).payouts).toEqual([])
  await expect(getSettlement(ctx, id + 1n)).rejects.toBeInstanceOf(NotFound)
})

test("settlements are listed newest first, by state and time, in pages", async ({ ctx, rows }) => {
  const [first, second, third] = [
    await rows.settlement(1n),
    await rows.settlement(2n, "confirmed"),
    await rows.settlement(3n),
  ]
  const ids = async (filter: object) => (await listSettlements(ctx, { limit: 50, ...filter })).items.map(({ id }) => id)
  expect(await ids({})).toEqual([third, second, first])
  expect(await ids({ status: "confirmed" })).toEqual([second])
  expect(await ids({ from: new Date(Date.now() + 60_000) })).toEqual([])
  expect(await ids({ to: new Date(Date.now() - 60_000) })).toEqual([])
  expect(await ids({ from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) })).toHaveLength(3)
  const page = await listSettlements(ctx, { limit: 2 })
  expect(page.next).toBe(second)
  expect(await ids({ cursor: page.next })).toEqual([first])
})
