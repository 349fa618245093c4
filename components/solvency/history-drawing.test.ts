import { expect, test } from "vitest"
import { drawHistory } from "./history-drawing"

const proof = (block: number, owed: string, held: string) => ({ block_number: block, every: 100, owed, held })
/** Blocks 0 to 1,000 over 1,000 units, amounts up to 100 over 100: coordinates are blocks, and amounts from above. */
const PROOFS = [proof(100, "10", "50"), proof(200, "20", "40"), proof(1_000, "60", "30")]
const drawing = drawHistory(PROOFS, 100n)

test("each proof stands over the blocks since the one before, and where none was made there is a gap", () => {
  expect(drawing.held).toBe("M0 50H100V60H200M900 70H1000")
  expect(drawing.owed).toBe("M0 90H100V80H200V100H0ZM900 40H1000V100H900Z")
  expect([drawing.from, drawing.to]).toEqual([0, 1_000])
  expect(drawing.at(0.15)).toBe(PROOFS[1])
  expect(drawing.at(0.5)).toBeUndefined()
  expect(drawing.middle(PROOFS[2] as (typeof PROOFS)[number])).toBe(950)
})

test("where more was owed than held that has a shape of its own", () => {
  expect(drawing.short).toBe("M900 40H1000V100H900Z")
  expect(drawHistory(PROOFS.slice(0, 2), 100n).short).toBe("")
})

test("one proof alone, and one of which nothing was owed, can be drawn", () => {
  const alone = drawHistory([proof(100, "0", "100")], 100n)
  expect([alone.held, alone.owed]).toEqual(["M0 0H1000", "M0 100H1000V100H0Z"])
})
