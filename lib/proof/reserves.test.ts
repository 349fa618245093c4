import { expect, test } from "vitest"
import type { Hex } from "@/lib/hex"
import { cellsFile, readCells } from "./reserves"

const cell = (digit: string, index: number, capacity = 6_500_000_000n) => ({
  txHash: `0x${digit.repeat(64)}` as Hex,
  index,
  capacity,
})

test("cells are written in the order of their out points, and read back", () => {
  const cells = [cell("b", 0), cell("a", 10), cell("a", 2, (1n << 63n) - 1n)]
  expect(readCells(cellsFile(cells))).toEqual([cell("a", 2, (1n << 63n) - 1n), cell("a", 10), cell("b", 0)])
  expect(readCells(cellsFile([]))).toEqual([])
})

test("a cell that stands in a file twice, even with another capacity, and half a cell are refused", () => {
  expect(readCells(cellsFile([cell("a", 2), cell("a", 2, 1n)]))).toBeUndefined()
  expect(readCells(cellsFile([cell("a", 2)]).subarray(1))).toBeUndefined()
})
