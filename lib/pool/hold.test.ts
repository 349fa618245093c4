import { describe, expect } from "vitest"
import { shannons } from "@/lib/money"
import { pause } from "@/lib/pause"
import { rowsStage } from "@/lib/payment/rows.fixture"
import { holdCell, releaseHolds } from "./hold"

const MINIMUM = shannons(65n * 100_000_000n)

const it = rowsStage()
  .extend("addCells", ({ rows }) => async (count: number, state = "free") => {
    const ids: bigint[] = []
    for (let i = 0; i < count; i++) ids.push((await rows.cell(state)).id)
    return ids
  })
  /** The cells that tests before this one have left are lent no more. */
  .extend(
    "withdrawCells",
    ({ db }) =>
      () =>
        db.$executeRaw`UPDATE platform_cell SET state = 'quarantined', held_at = NULL WHERE state <> 'spent'`,
  )
  .extend(
    "hold",
    ({ db }) =>
      async () =>
        (await holdCell(db, MINIMUM))?.cell.id,
  )
  .extend("holds", ({ hold }) => async (times: number) => {
    const held: (bigint | undefined)[] = []
    for (let i = 0; i < times; i++) held.push(await hold())
    return held
  })
  .extend(
    "heldAt",
    ({ db }) =>
      async (id: bigint) =>
        (await db.platformCell.findUniqueOrThrow({ where: { id } })).heldAt,
  )

it.beforeEach(async ({ db, withdrawCells }) => {
  await db.$executeRaw`UPDATE pause SET resolved_at = now()`
  await withdrawCells()
})

describe("a prepare gets", () => {
  it("a cell that nobody holds, if there is one", async ({ addCells, holds }) => {
    const [first, second, third] = await addCells(3)
    expect(await holds(2)).toEqual([first, second])
    const [late] = await addCells(1)
    expect(await holds(2)).toEqual([third, late])
  })

  it("else the one whose newest hold is the oldest", async ({ addCells, holds }) => {
    const cells = await addCells(3)
    await holds(3)
    expect(await holds(4)).toEqual([...cells, cells[0]])
  })

  it("each cell as often as any other", async ({ addCells, holds }) => {
    const cells = await addCells(4)
    const held = await holds(40)
    expect(cells.map((cell) => held.filter((id) => id === cell).length)).toEqual([10, 10, 10, 10])
  })

  it("what the chain knows of the cell, and an id that nobody else gets", async ({ db, rows }) => {
    const { id, txHash } = await rows.cell()
    const [one, other] = [await holdCell(db, MINIMUM), await holdCell(db, MINIMUM)]
    expect(one?.cell).toEqual({
      id,
      outPoint: { txHash: `0x${Buffer.from(txHash).toString("hex")}`, index: 0 },
      capacity: MINIMUM,
      blockNumber: 1n,
    })
    expect(other?.cell.id).toBe(id)
    expect(one?.paymentId).not.toBe(other?.paymentId)
  })

  it("a cell of its own, also when as many ask at the same instant as there are cells", async ({
    addCells,
    withdrawCells,
    hold,
  }) => {
    for (let round = 0; round < 5; round++) {
      await withdrawCells()
      const cells = await addCells(8)
      const held = await Promise.all(cells.map(() => hold()))
      expect(new Set(held)).toEqual(new Set(cells))
    }
  })

  it("a cell that is shared, rather than none, when more ask at the same instant than there are", async ({
    addCells,
    hold,
  }) => {
    const cells = await addCells(3)
    const held = await Promise.all(Array.from({ length: 30 }, () => hold()))
    expect(new Set(held)).toEqual(new Set(cells))
  })
})

describe("what is not to be lent", () => {
  it.for(["claimed", "spent", "orphaned", "quarantined"])(
    "a cell that is %s is never lent",
    async (state, { db, addCells, hold, holds }) => {
      const [free] = await addCells(1)
      await addCells(5, state)
      expect(await holds(12)).toEqual(Array.from({ length: 12 }, () => free))
      await db.$executeRaw`UPDATE platform_cell SET state = 'claimed' WHERE id = ${free}`
      expect(await hold()).toBeUndefined()
    },
  )

  it("a cell that is kept for payouts is never lent", async ({ db, addCells, hold, holds }) => {
    const [free, kept] = await addCells(2)
    await db.$executeRaw`UPDATE platform_cell SET reserved = true WHERE id = ${kept}`
    expect(await holds(4)).toEqual(Array.from({ length: 4 }, () => free))
    await db.$executeRaw`UPDATE platform_cell SET reserved = true WHERE id = ${free}`
    expect(await hold()).toBeUndefined()
  })

  it("a cell above ten times the minimum is never lent", async ({ rows, holds }) => {
    const { id: large } = await rows.cell("free", MINIMUM * 10n)
    for (let i = 0; i < 5; i++) await rows.cell("free", MINIMUM * 10n + 1n)
    expect(await holds(12)).toEqual(Array.from({ length: 12 }, () => large))
  })

  it("nothing is lent while an alarm is open", async ({ db, addCells, hold }) => {
    await addCells(2)
    await pause(db, { scope: "all", reason: "alarm", detail: "it rang" })
    expect(await hold()).toBeUndefined()
    await db.$executeRaw`UPDATE pause SET resolved_at = now()`
    expect(await hold()).toBeDefined()
  })
})

describe("after a hold has ended, the cell counts", () => {
  it("as never held, when no prepared payment names it", async ({ db, rows, addCells, holds, heldAt }) => {
    const [one = 0n, other = 0n] = await addCells(2)
    await holds(2)
    await rows.payment({ cellId: other, status: "cancelled" })
    await rows.payment({ cellId: other, status: "expired" })
    await releaseHolds(db, [other])
    expect(await heldAt(other)).toBeNull()
    expect(await holds(2)).toEqual([other, one])
  })

  it("as held since the newest hold that remains", async ({ db, rows, addCells, holds, heldAt }) => {
    const [one = 0n, other = 0n] = await addCells(2)
    await holds(2)
    const remaining = new Date(Date.now() - 30_000)
    await rows.payment({ cellId: other, createdAt: new Date(Date.now() - 60_000) })
    await rows.payment({ cellId: other, createdAt: remaining })
    await releaseHolds(db, [other])
    expect(await heldAt(other)).toEqual(remaining)
    expect(await holds(2)).toEqual([other, one])
  })

  it("as it did, when it is bound to a signed transaction meanwhile", async ({ db, rows, addCells, heldAt }) => {
    const [cell = 0n] = await addCells(1, "claimed")
    await rows.payment({ cellId: cell })
    await releaseHolds(db, [cell])
    expect(await heldAt(cell)).toBeNull()
  })
})
