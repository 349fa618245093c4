import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { shannons, sum } from "@/lib/money"
import { planSettlement } from "./plan"

const CKB = 100_000_000n
const CELL = shannons(65n * CKB)

const worth = fc.bigInt({ min: 65n * CKB, max: 2_000n * CKB })
const situations = fc.record({
  receivers: fc.array(worth, { minLength: 1, maxLength: 40 }),
  cells: fc.array(fc.bigInt({ min: 61n * CKB, max: 3_000n * CKB }), { maxLength: 40 }),
  maxCells: fc.integer({ min: 1, max: 40 }),
  missingCells: fc.nat(8),
  feeRate: fc.bigInt({ min: 1_500n, max: 100_000n }),
})

interface Situation {
  receivers: bigint[]
  cells: bigint[]
  maxCells?: number
  maxAmount?: bigint
  missingCells?: number
  maxChange?: number
  feeRate?: bigint
}

const plan = ({
  receivers,
  cells,
  maxCells = cells.length,
  maxAmount,
  missingCells = 0,
  maxChange = 500,
  feeRate = 1_500n,
}: Situation) =>
  planSettlement({
    receivers: receivers.map((amount, id) => ({ id, amount: shannons(amount) })),
    cells: cells.map((capacity, id) => ({ id, capacity: shannons(capacity) })),
    maxCells,
    maxAmount: maxAmount === undefined ? undefined : shannons(maxAmount),
    cellCapacity: CELL,
    missingCells,
    maxChange,
    feeRate,
  })

/**
 * Measured on a real node: 355 bytes for one input and one output, at most 44 and 115 for each more, and 4 in the
 * block.
 */
const realFee = (inputs: number, outputs: number, feeRate: bigint) =>
  (BigInt(359 + 44 * (inputs - 1) + 115 * (outputs - 1)) * feeRate) / 1_000n + 1n

const ckb = (...amounts: number[]) => amounts.map((amount) => BigInt(amount) * CKB)
const ids = (rows: { id: number }[] | undefined) => rows?.map((row) => row.id)

/** Just enough for the receivers and some cells of the pool, give or take a fee. */
const tightSituations = fc
  .record({
    receivers: fc.array(worth, { minLength: 1, maxLength: 10 }),
    more: fc.array(fc.bigInt({ min: 61n * CKB, max: 90n * CKB }), { maxLength: 10 }),
    out: fc.bigInt({ min: 1n, max: 5n }),
    room: fc.bigInt({ min: 0n, max: 400_000n }),
    feeRate: fc.constantFrom(1_500n, 20_000n, 100_000n),
  })
  .map(({ receivers, more, out, room, feeRate }) => {
    const paid = sum(receivers)
    const rest = paid + CELL * out + room - sum(more)
    return { receivers, cells: [...more, rest > 61n * CKB ? rest : 61n * CKB], feeRate, missingCells: 5 }
  })

function expectPayable(situation: Situation): void {
  const planned = plan(situation)
  if (!planned) return
  const { receivers, cells, changeCells } = planned
  const paid = sum(receivers.map((receiver) => receiver.amount))
  const fee = realFee(cells.length, receivers.length + changeCells, situation.feeRate ?? 0n)
  expect(sum(cells.map((cell) => cell.capacity)) - paid - fee).toBeGreaterThanOrEqual(CELL * BigInt(changeCells))
  expect(receivers.length).toBeGreaterThan(0)
  expect(changeCells).toBeGreaterThan(0)
}

describe("a planned settlement", () => {
  it("can always be built: its cells pay the receivers, the fee, and every cell that comes out", () => {
    fc.assert(fc.property(situations, expectPayable), { numRuns: 500 })
  })

  it("can be built also when the money is just enough", () => {
    fc.assert(fc.property(tightSituations, expectPayable), { numRuns: 1_000 })
  })

  it("spends the given cells in their order, each once, and never more than it may", () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const planned = plan(situation)
        if (!planned) return
        expect(ids(planned.cells)).toEqual(planned.cells.map((_, i) => i))
        expect(planned.cells.length).toBeLessThanOrEqual(Math.min(situation.maxCells, situation.cells.length))
      }),
    )
  })

  it("pays each receiver at most once, in the order in which they wait", () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const order = ids(plan(situation)?.receivers) ?? []
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b))
      }),
    )
  })

  it("takes no cell that it does not need", () => {
    expect(ids(plan({ receivers: ckb(100), cells: ckb(1000, 900, 800) })?.cells)).toEqual([0])
    expect(ids(plan({ receivers: ckb(950), cells: ckb(1000, 900, 800) })?.cells)).toEqual([0, 1])
  })

  it("gives back as many cells as it took, so that senders find the pool as large as before", () => {
    expect(plan({ receivers: ckb(250), cells: ckb(200, 200, 200) })).toMatchObject({ changeCells: 2 })
    expect(plan({ receivers: ckb(100), cells: ckb(1000) })).toMatchObject({ changeCells: 1 })
  })

  it("makes the cells that the pool lacks, as far as what is left can fill them", () => {
    const receivers = ckb(100)
    expect(plan({ receivers, cells: ckb(1000), missingCells: 5 })).toMatchObject({ changeCells: 6 })
    expect(plan({ receivers, cells: ckb(400), missingCells: 5 })).toMatchObject({ changeCells: 4 })
  })

  it("is none when not even one receiver can be paid", () => {
    expect(plan({ receivers: ckb(65), cells: [] })).toBeUndefined()
    expect(plan({ receivers: ckb(65), cells: ckb(65, 65) })).toBeUndefined()
    expect(plan({ receivers: ckb(65), cells: ckb(100, 100), maxCells: 1 })).toBeUndefined()
  })

  it("leaves room for the fee, to the receivers and to each cell that comes out", () => {
    expect(plan({ receivers: ckb(100), cells: ckb(165) })).toBeUndefined()
    expect(plan({ receivers: ckb(100), cells: [165n * CKB + 2_000n] })).toMatchObject({ changeCells: 1 })
    expect(plan({ receivers: ckb(100), cells: ckb(230), missingCells: 1 })).toMatchObject({ changeCells: 1 })
    expect(plan({ receivers: ckb(100), cells: [230n * CKB + 2_000n], missingCells: 1 })).toMatchObject({
      changeCells: 2,
    })
  })

  it("pays nobody a part: a receiver gets all that is owed, or waits", () => {
    const planned = plan({ receivers: ckb(100, 200, 300), cells: ckb(500) })
    expect(planned?.receivers.map(({ amount }) => amount)).toEqual(ckb(100, 200))
  })

  it("lets nobody wait behind a receiver whom the cells cannot pay now", () => {
    expect(ids(plan({ receivers: ckb(10_000, 100, 200), cells: ckb(500) })?.receivers)).toEqual([1, 2])
  })
})
