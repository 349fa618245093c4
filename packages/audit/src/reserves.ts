import { bytesToHex } from "@noble/hashes/utils.js"
import { isSameScript } from "@/lib/chain/decode"
import type { Hex } from "@/lib/hex"
import { sum } from "@/lib/money"
import { type HeldCell, readCells } from "@/lib/proof/reserves"
import type { Epoch } from "./epoch"
import type { FaultCode } from "./faults"
import { cellKey, type Movements } from "./movements"
import type { Work } from "./work"

/**
 * Checks that each cell of the file could be spent by the platform at the epoch's block, and that they add up. The
 * platform may hold more than it lists.
 */
export async function checkReserves(work: Work, { manifest, lock }: Epoch, movements: Movements): Promise<void> {
  const { findings } = work
  const { number: block } = manifest.block
  const path = `/api/solvency/${block}/cells`
  const file = await work.source.file(path)
  const blame = { block, file: path }
  const fileHash: Hex = `0x${bytesToHex(work.sha256(file))}`
  if (fileHash !== manifest.held.cellsHash) {
    findings.fault("CELLS_REPLACED", { ...blame, expected: manifest.held.cellsHash, found: fileHash })
    return
  }
  const cells = readCells(file)
  if (!cells) {
    findings.fault("CELLS_MALFORMED", blame)
    return
  }
  const { total, cells: count } = manifest.held
  const held = sum(cells.map(({ capacity }) => capacity))
  if (held !== total || BigInt(cells.length) !== count)
    findings.fault("HELD_DIFFERS", { ...blame, expected: `${total} in ${count}`, found: `${held} in ${cells.length}` })
  for (const [at, cell] of cells.entries()) {
    const now = movements.live.get(cellKey(cell))
    if (!now || now.block > block || now.capacity !== cell.capacity)
      await examine(work, { lock, block, path }, cell, movements)
    await work.breathe("reserves", at, cells.length)
  }
}

interface Held {
  lock: Epoch["lock"]
  block: bigint
  path: string
}

/** A cell that is not simply live: it was spent after the block, or there is something wrong with it. */
async function examine(
  { node, findings }: Work,
  { lock, block, path }: Held,
  cell: HeldCell,
  { live, spent }: Movements,
): Promise<void> {
  const blame = (code: FaultCode, more = {}) =>
    findings.fault(code, { block, file: path, transaction: cell.txHash, index: cell.index, ...more })
  const maker = await node.committed(cell.txHash)
  const output = maker?.tx.outputs[cell.index]
  if (!maker || !output) return blame("CELL_INVENTED")
  if (!isSameScript(output.lock, lock)) return blame("CELL_OF_ANOTHER")
  if (output.type || maker.tx.outputsData[cell.index] !== "0x") return blame("CELL_NOT_PLAIN")
  if (output.capacity !== cell.capacity)
    return blame("CELL_CAPACITY_DIFFERS", { expected: `${output.capacity}`, found: `${cell.capacity}` })
  if (maker.block > block) return blame("CELL_NOT_LIVE", { expected: `block ${block}`, found: `block ${maker.block}` })
  const later = spent.get(cellKey(cell))
  if ((later && later.block > block) || live.has(cellKey(cell))) return
  // Nothing is said against the platform because an index is behind: the spending itself is found, or nothing.
  for await (const { txHash, block: spentIn } of node.spending(lock)) {
    if (spentIn < maker.block) break
    if (spentIn > block) continue
    const spender = await node.committed(txHash)
    if (spender?.tx.inputs.some(({ previousOutput }) => cellKey(previousOutput) === cellKey(cell)))
      return blame("CELL_NOT_LIVE", { found: `spent in block ${spentIn} by ${txHash}` })
  }
  if (!(await node.isLive(cell))) findings.note("NODE_UNSETTLED", `${cellKey(cell)} is neither live nor spent`)
}
