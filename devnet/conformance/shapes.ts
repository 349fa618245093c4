import { VARIES } from "./context"

/**
 * The shape of a reply: its keys, with "hex" for 0x-strings. Words (a status, a network's name) stay as they are, lists
 * show each different item once.
 */
export function shapeOf(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("0x") || value === VARIES ? "hex" : value
  if (Array.isArray(value)) {
    const shapes = value.map(shapeOf)
    return shapes.filter((shape, at) => shapes.findIndex((other) => same(other, shape)) === at)
  }
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export const HEADER = {
  compact_target: "hex",
  dao: "hex",
  epoch: "hex",
  extra_hash: "hex",
  hash: "hex",
  nonce: "hex",
  number: "hex",
  parent_hash: "hex",
  proposals_hash: "hex",
  timestamp: "hex",
  transactions_root: "hex",
  version: "hex",
}

export const OUT_POINT = { index: "hex", tx_hash: "hex" }
export const OUTPUT = {
  capacity: "hex",
  lock: { args: "hex", code_hash: "hex", hash_type: "type" },
  type: null,
}

const transaction = { hash: "hex", header_deps: [], outputs_data: ["hex"], version: "hex", witnesses: ["hex"] }
const inputs = [{ previous_output: OUT_POINT, since: "hex" }]

export const TRANSACTION = {
  ...transaction,
  cell_deps: [{ dep_type: "dep_group", out_point: OUT_POINT }],
  inputs,
  outputs: [OUTPUT],
}

/** A cellbase of one of the first blocks, which pays nobody. */
export const CELLBASE = { ...transaction, cell_deps: [], inputs, outputs: [], outputs_data: [] }

export const BLOCK = { extension: "hex", header: HEADER, proposals: [], transactions: [CELLBASE], uncles: [] }

/** `get_transaction` before its `tx_status`. */
export const POOL_TX = {
  cycles: "hex",
  fee: "hex",
  min_replace_fee: "hex",
  time_added_to_pool: "hex",
  transaction: TRANSACTION,
}
export const NO_TX = { cycles: null, fee: null, min_replace_fee: null, time_added_to_pool: null, transaction: null }
export const NO_BLOCK = { block_hash: null, block_number: null, reason: null, tx_index: null }
export const IN_BLOCK = { block_hash: "hex", block_number: "hex", reason: null, tx_index: "hex" }

export const POOL_INFO = {
  last_txs_updated_at: "hex",
  max_tx_pool_size: "hex",
  min_fee_rate: "hex",
  min_rbf_rate: "hex",
  orphan: "hex",
  pending: "hex",
  proposed: "hex",
  tip_hash: "hex",
  tip_number: "hex",
  total_tx_cycles: "hex",
  total_tx_size: "hex",
  tx_size_limit: "hex",
  verify_queue_size: "hex",
}
