import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import { isSorted } from "./liabilities"

/** A cell that the platform holds, in the file of an epoch: capacity in shannons. */
export interface HeldCell {
  txHash: Hex
  index: number
  capacity: bigint
}

/** Out point and capacity. */
const CELL_BYTES = 44
const OUT_POINT_BYTES = 36

/** The cells as a file: 32 bytes of hash, 4 of index, 8 of capacity, big-endian, in the order of their out points. */
export function cellsFile(cells: readonly HeldCell[]): Uint8Array {
  const sorted = [...cells].sort((a, b) => (a.txHash === b.txHash ? a.index - b.index : a.txHash < b.txHash ? -1 : 1))
  const file = new Uint8Array(sorted.length * CELL_BYTES)
  const view = new DataView(file.buffer)
  for (const [i, { txHash, index, capacity }] of sorted.entries()) {
    file.set(hexToBytes(txHash.slice(2)), i * CELL_BYTES)
    view.setUint32(i * CELL_BYTES + 32, index)
    view.setBigUint64(i * CELL_BYTES + OUT_POINT_BYTES, capacity)
  }
  return file
}

/** @returns undefined for a file of another form, or with a cell that stands in it twice */
export function readCells(file: Uint8Array): HeldCell[] | undefined {
  if (file.length % CELL_BYTES !== 0 || !isSorted(file, CELL_BYTES, OUT_POINT_BYTES)) return undefined
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  return Array.from({ length: file.length / CELL_BYTES }, (_, i) => ({
    txHash: `0x${bytesToHex(file.subarray(i * CELL_BYTES, i * CELL_BYTES + 32))}` as const,
    index: view.getUint32(i * CELL_BYTES + 32),
    capacity: view.getBigUint64(i * CELL_BYTES + OUT_POINT_BYTES),
  }))
}
