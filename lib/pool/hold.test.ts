import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { shannons } from "@/lib/money"
import { pause } from "@/lib/pause"
import { createRows, type Rows } from "@/lib/payment/rows.fixture"
import { type CellPolicy, holdCell, releaseHolds } from "./hold"

const MINIMUM = shannons(65n * 100_000_000n)

let rows: Rows
beforeAll(async () => {
  rows = await createRows()
})
afterAll(() => rows.close())
beforeEach(async () => {
  await rows.db.$executeRaw`UPDATE pause SET resolved_at = now()`
  await rows.db.$executeRaw`UPDATE platform_cell SET state = 'quarantined', held_at = NULL WHERE state <> 'spent'`
})

async function addCells(count: number, state = "free"): Promise<bigint[]> {
  const ids: bigint[] = []
  for (let i = 0; i < count; i++) ids.push((await rows.cell(state)).id)
  return ids
}

async function hold(policy?: CellPolicy): Promise<bigint | undefined> {
  return (await holdCell(rows.db, MINIMUM, policy))?.cell.id
}

async function holds(times: number, policy?: CellPolicy): Promise<(bigint | undefined)[]> {
  const held: (bigint | undefined)[] = []
  for (let i = 0; i < times; i++) held.push(await hold(policy))
  return held
}

describe("a prepare gets", () => {
  it("a cell that nobody holds, if there is one", async () => {
    const [first, second, third] = await addCells(3)
    expect(await holds(2)).toEqual([first, second])
    const [late] = await addCells(1)
    expect(await holds(2)).toEqual([third, late])
  })

  it("else the one whose newest hold is the oldest", async () => {
    const cells = await addCells(3)
    await holds(3)
    expect(await holds(4)).toEqual([...cells, cells[0]])
  })

  it("each cell as often as any other", async () => {
    const cells = await addCells(4)
    const held = await holds(40)
    expect(cells.map((cell) => held.filter((id) => id === cell).length)).toEqual([10, 10, 10, 10])
  })

  it("what the chain knows of the cell, and an id that nobody else gets", async () => {
    const { id, txHash } = await rows.cell()
    const [one, other] = [await holdCell(rows.db, MINIMUM), await holdCell(rows.db, MINIMUM)]
    expect(one?.cell).toEqual({
      id,
      outPoint: { txHash: `0x${Buffer.from(txHash).toString("hex")}`, index: 0 },
      capacity: MINIMUM,
      blockNumber: 1n,
    })
    expect(other?.cell.id).toBe(id)
    expect(one?.paymentId).not.toBe(other?.paymentId)
  })

  it("a cell of its own, also when as many ask at the same instant as there are cells", async () => {
    for (let round = 0; round < 5; round++) {
      await rows.db.$executeRaw`UPDATE platform_cell SET state = 'quarantined', held_at = NULL WHERE state <> 'spent'`
      const cells = await addCells(8)
      const held = await Promise.all(cells.map(() => hold()))
      expect(new Set(held)).toEqual(new Set(cells))
    }
  })

  it("a cell that is shared, rather than none, when more ask at the same instant than there are", async () => {
    const cells = await addCells(3)
    const held = await Promise.all(Array.from({ length: 30 }, () => hold()))
    expect(new Set(held)).toEqual(new Set(cells))
  })
})

describe("by the policy random", () => {
  it("every cell is chosen, in no order", async () => {
    const cells = await addCells(4)
    const held = await holds(80, "random")
    // Each is missed with a probability of 0.75^80, one in ten thousand million.
    expect(new Set(held)).toEqual(new Set(cells))
    const turns = held.filter((cell, i) => i >= cells.length && cell !== held[i - cells.length])
    expect(turns.length).toBeGreaterThan(0)
  })
})

describe.each<CellPolicy>(["least-recently-held", "random"])("by the policy %s", (policy) => {
  it.each(["claimed", "spent", "orphaned", "quarantined"])("a cell that is %s is never lent", async (state) => {
    const [free] = await addCells(1)
    await addCells(5, state)
    expect(await holds(12, policy)).toEqual(Array.from({ length: 12 }, () => free))
    await rows.db.$executeRaw`UPDATE platform_cell SET state = 'claimed' WHERE id = ${free}`
    expect(await hold(policy)).toBeUndefined()
  })

  it("a cell above ten times the minimum is never lent", async () => {
    const { id: large } = await rows.cell("free", MINIMUM * 10n)
    for (let i = 0; i < 5; i++) await rows.cell("free", MINIMUM * 10n + 1n)
    expect(await holds(12, policy)).toEqual(Array.from({ length: 12 }, () => large))
  })

  it("nothing is lent while an alarm is open", async () => {
    await addCells(2)
    await pause(rows.db, { scope: "all", reason: "alarm", detail: "it rang" })
    expect(await hold(policy)).toBeUndefined()
    await rows.db.$executeRaw`UPDATE pause SET resolved_at = now()`
    expect(await hold(policy)).toBeDefined()
  })
})

describe("after a hold has ended, the cell counts", () => {
  const heldAt = async (id: bigint) => (await rows.db.platformCell.findUniqueOrThrow({ where: { id } })).heldAt

  it("as never held, when no prepared payment names it", async () => {
    const [one = 0n, other = 0n] = await addCells(2)
    await holds(2)
    await rows.payment({ cellId: other, status: "cancelled" })
    await rows.payment({ cellId: other, status: "expired" })
    await releaseHolds(rows.db, [other])
    expect(await heldAt(other)).toBeNull()
    expect(await holds(2)).toEqual([other, one])
  })

  it("as held since the newest hold that remains", async () => {
    const [one = 0n, other = 0n] = await addCells(2)
    await holds(2)
    const remaining = new Date(Date.now() - 30_000)
    await rows.payment({ cellId: other, createdAt: new Date(Date.now() - 60_000) })
    await rows.payment({ cellId: other, createdAt: remaining })
    await releaseHolds(rows.db, [other])
    expect(await heldAt(other)).toEqual(remaining)
    expect(await holds(2)).toEqual([other, one])
  })

  it("as it did, when it is bound to a signed transaction meanwhile", async () => {
    const [cell = 0n] = await addCells(1, "claimed")
    await rows.payment({ cellId: cell })
    await releaseHolds(rows.db, [cell])
    expect(await heldAt(cell)).toBeNull()
  })
})
