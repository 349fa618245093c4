import { type RpcOutPoint, uintLe } from "../lib/chain/molecule"
import type { Cell } from "./cell"
import { ResolveReject } from "./errors"
import { fromHex, type Hex, numToHex, toHex } from "./hash"
import { outPointKey, type Tx } from "./transaction"

/** A transaction with the cells it names. */
export interface ResolvedTx {
  tx: Tx
  inputs: Cell[]
  /** Cells of plain deps and of the members of dep groups. */
  deps: Cell[]
}

/** What a transaction may refer to. */
export interface CellView {
  cell(key: string): Cell | "dead" | undefined
  headerExists(hash: Hex): boolean
}

/** The node prints an out point as its 36 Molecule bytes; CCC reads it back from there. */
export function showOutPoint(outPoint: RpcOutPoint): string {
  return `OutPoint(${outPoint.tx_hash}${Buffer.from(uintLe(Number(outPoint.index), 4)).toString("hex")})`
}

function lookUp(view: CellView, outPoint: RpcOutPoint): Cell {
  const cell = view.cell(outPointKey(outPoint))
  if (cell === undefined) throw new ResolveReject(`Unknown(${showOutPoint(outPoint)})`)
  if (cell === "dead") throw new ResolveReject(`Dead(${showOutPoint(outPoint)})`)
  return cell
}

/** Members of a dep group: a Molecule vector of out points (RFC 0022). */
function parseDepGroup(outPoint: RpcOutPoint, data: Hex): RpcOutPoint[] {
  const bytes = Buffer.from(fromHex(data))
  const count = bytes.length < 4 ? 0 : bytes.readUInt32LE(0)
  if (count === 0 || bytes.length !== 4 + count * 36)
    throw new ResolveReject(`InvalidDepGroup(${showOutPoint(outPoint)})`)
  return Array.from({ length: count }, (_, position) => {
    const at = 4 + position * 36
    return { tx_hash: toHex(bytes.subarray(at, at + 32)), index: numToHex(bytes.readUInt32LE(at + 32)) }
  })
}

/**
 * Finds every cell and header that a transaction names, in the node's order: inputs, deps, headers.
 *
 * @throws ResolveReject Unknown (never made, or spent on chain), Dead (spent in the pool or twice in this transaction),
 * InvalidDepGroup, InvalidHeader
 */
export function resolveTx(tx: Tx, view: CellView): ResolvedTx {
  const seen = new Set<string>()
  const inputs = tx.json.inputs.map((input) => {
    const key = outPointKey(input.previous_output)
    if (seen.has(key)) throw new ResolveReject(`Dead(${showOutPoint(input.previous_output)})`)
    seen.add(key)
    return lookUp(view, input.previous_output)
  })
  const deps = tx.json.cell_deps.flatMap((dep) => {
    const cell = lookUp(view, dep.out_point)
    if (dep.dep_type === "code") return [cell]
    return parseDepGroup(dep.out_point, cell.data).map((member) => lookUp(view, member))
  })
  for (const hash of tx.json.header_deps) {
    if (!view.headerExists(hash)) throw new ResolveReject(`InvalidHeader(Byte32(${hash}))`)
  }
  return { tx, inputs, deps }
}
