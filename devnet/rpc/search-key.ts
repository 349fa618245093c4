import type { RpcScript } from "../../lib/chain/molecule"
import { byteLength, type Cell } from "../cell"
import { RpcCode, RpcError } from "../errors"
import type { Hex } from "../hash"
import { parseArray, parseBool, parseBytes, parseStruct, parseUint, parseVariant, ShapeError } from "../json"
import { scriptKey } from "../script-index"
import { parseScript } from "../transaction"

type Mode = "prefix" | "exact" | "partial"
type Range = [bigint, bigint]

export interface Filter {
  script: RpcScript | null
  scriptLenRange: Range | null
  outputData: Hex | null
  outputDataMode: Mode
  outputDataLenRange: Range | null
  outputCapacityRange: Range | null
  blockRange: Range | null
}

export interface SearchKey {
  script: RpcScript
  scriptType: "lock" | "type"
  mode: Mode
  filter: Filter
  withData: boolean
  groupByTransaction: boolean
}

/** A range is `[from, to)`. */
function parseRange(value: unknown): Range {
  const items = parseArray(value, (item) => parseUint(item, 64))
  const [from, to] = items
  if (items.length > 2) throw new ShapeError(`invalid length ${items.length}, expected fewer elements in array`)
  if (from === undefined || to === undefined) {
    throw new ShapeError(`invalid length ${items.length}, expected an array of length 2`)
  }
  return [from, to]
}

const parseMode = (value: unknown) => parseVariant<Mode>(value, ["prefix", "exact", "partial"])

const FILTER_FIELDS = {
  script: parseScript,
  script_len_range: parseRange,
  output_data: parseBytes,
  output_data_filter_mode: parseMode,
  output_data_len_range: parseRange,
  output_capacity_range: parseRange,
  block_range: parseRange,
}

function parseFilter(value: unknown): Filter {
  const filter = parseStruct("IndexerSearchKeyFilter", value, {}, FILTER_FIELDS, "ignored")
  return {
    script: filter.script,
    scriptLenRange: filter.script_len_range,
    outputData: filter.output_data,
    outputDataMode: filter.output_data_filter_mode ?? "prefix",
    outputDataLenRange: filter.output_data_len_range,
    outputCapacityRange: filter.output_capacity_range,
    blockRange: filter.block_range,
  }
}

/** Reads what to search for. Unknown fields are ignored here, unlike in a transaction. */
export function parseSearchKey(value: unknown): SearchKey {
  const scriptType = (raw: unknown) => parseVariant(raw, ["lock", "type"] as const)
  const required = { script: parseScript, script_type: scriptType }
  const optional = {
    script_search_mode: parseMode,
    filter: parseFilter,
    with_data: parseBool,
    group_by_transaction: parseBool,
  }
  const key = parseStruct("IndexerSearchKey", value, required, optional, "ignored")
  return {
    script: key.script,
    scriptType: key.script_type,
    mode: key.script_search_mode ?? "prefix",
    filter: key.filter ?? parseFilter({}),
    withData: key.with_data ?? true,
    groupByTransaction: key.group_by_transaction ?? false,
  }
}

const within = (value: number | bigint, range: Range | null) =>
  range === null || (BigInt(value) >= range[0] && BigInt(value) < range[1])

/** Whether a cell passes the filter. Its `script` fields speak of the other script: the type when searching by lock. */
export function cellPasses(cell: Cell, { scriptType, filter }: SearchKey): boolean {
  const other = scriptType === "lock" ? cell.output.type : cell.output.lock
  if (filter.script !== null) {
    if (other === null || !scriptKey(other).startsWith(scriptKey(filter.script))) return false
  }
  const otherLength = other === null ? 0 : 33 + byteLength(other.args)
  return (
    within(otherLength, filter.scriptLenRange) &&
    dataPasses(cell.data, filter) &&
    within(byteLength(cell.data), filter.outputDataLenRange) &&
    within(cell.capacity, filter.outputCapacityRange) &&
    within(cell.blockNumber ?? 0, filter.blockRange)
  )
}

function dataPasses(data: Hex, { outputData, outputDataMode }: Filter): boolean {
  if (outputData === null) return true
  if (outputDataMode === "exact") return data === outputData
  if (outputDataMode === "prefix") return data.startsWith(outputData)
  return Buffer.from(data.slice(2), "hex").includes(Buffer.from(outputData.slice(2), "hex"))
}

/** ckb's indexer refuses this mode for scripts; rich-indexer nodes know it. */
export function requireIndexed(key: SearchKey): void {
  if (key.mode === "partial") {
    throw new RpcError(
      RpcCode.indexer,
      "Indexer: Invalid params the CKB indexer doesn't support search_key.script_search_mode partial search mode, please use the CKB rich-indexer for such search",
    )
  }
}
