import { expect } from "vitest"
import { freshRowsStage, lockOf } from "@/lib/payment/rows.fixture"
import { listPoolCells, oldestHold, summarizePool } from "./query"

const test = freshRowsStage()

const past = () => new Date(Date.now() - 1_000)

test("live cells are shown with what holds and claims them, newest first; a hold ends with its payment or its time", async ({
  db,
  ctx,
  rows,
}) => {
  const free = await rows.cell("free", 1n)
  await rows.payment({ cellId: free.id, expiresAt: past() })
  await rows.payment({ cellId: free.id, status: "cancelled" })
  const held = await rows.cell("free", 2n)
  const holders = [await rows.payment({ cellId: held.id }), await rows.payment({ cellId: held.id })]
  const claimed = await rows.cell("claimed", 4n)
  const owner = await rows.payment({ cellId: claimed.id, status: "submitted" })
  const late = await rows.payment({ cellId: claimed.id })
  const settling = await rows.cell("claimed", 8n)
  const settlementId = await rows.settlement(1n)
  await rows.cell("quarantined", 16n)
  await rows.cell("immature", 64n)
  for (const state of ["spent", "orphaned"]) await rows.cell(state, 32n)
  const claim = ({ txHash, outputIndex }: typeof free, by: object) =>
    db.claim.create({ data: { txHash: Uint8Array.from(txHash), outputIndex, lockHash: lockOf("p"), ...by } })
  await claim(claimed, { paymentId: owner })
  await claim(settling, { settlementId })

  const { items } = await listPoolCells(ctx, { limit: 100 })
  expect(items.map(({ capacity, state, heldBy, claimedBy }) => [capacity, state, heldBy, claimedBy])).toEqual([
    [64n, "immature", [], null],
    [16n, "quarantined", [], null],
    [8n, "claimed", [], { kind: "settlement", id: settlementId }],
    [4n, "claimed", [late], { kind: "payment", id: owner }],
    [2n, "held", holders, null],
    [1n, "free", [], null],
  ])
  expect(await summarizePool(ctx)).toEqual({
    free: { cells: 1, capacity: 1n },
    held: { cells: 1, capacity: 2n },
    claimed: { cells: 2, capacity: 12n },
    quarantined: { cells: 1, capacity: 16n },
    immature: { cells: 1, capacity: 64n },
  })
  const first = await listPoolCells(ctx, { limit: 2 })
  const second = await listPoolCells(ctx, { limit: 2, cursor: first.next })
  const third = await listPoolCells(ctx, { limit: 2, cursor: second.next })
  expect([first, second, third].map(({ items: page }) => page.length)).toEqual([2, 2, 2])
  expect(third.next).toBeUndefined()
})

test("an empty pool has nothing and no oldest hold", async ({ ctx }) => {
  expect(await listPoolCells(ctx, { limit: 1 })).toEqual({ items: [], next: undefined })
  expect((await summarizePool(ctx)).free).toEqual({ cells: 0, capacity: 0n })
  expect(await oldestHold(ctx)).toBeNull()
})

test("the oldest hold is the age of the oldest payment that is prepared and not expired", async ({ ctx, rows }) => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000)
  await rows.payment({ createdAt: ago(30) })
  await rows.payment({ createdAt: ago(90), expiresAt: past() })
  await rows.payment({ createdAt: ago(90), status: "cancelled" })
  const seconds = await oldestHold(ctx)
  expect(seconds).toBeGreaterThanOrEqual(30)
  expect(seconds).toBeLessThan(90)
})
