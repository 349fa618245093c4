import { byteLength, type Cell } from "../cell"
import { RpcCode, RpcError } from "../errors"
import type { Hex } from "../hash"
import { parseArray, parseBool, parseBytes, parseObject, parseUint, parseVariant, ShapeError } from "../json"
import { scriptKey } from "../script-index"
import { parseScript, type RpcScript } from "../transaction"

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

const KEY_FIELDS = ["script", "script_type"]
const KEY_OPTIONS = ["script_search_mode", "filter", "with_data", "group_by_transaction"]
const FILTER_OPTIONS = [
  "script",
  "script_len_range",
  "output_data",
  "output_data_filter_mode",
  "output_data_len_range",
  "output_capacity_range",
  "block_range",
]

function optional<T>(value: unknown, parse: (value: unknown) => T): T | null {
  return value === undefined || value === null ? null : parse(value)
}

/** A range is `[from, to)`. */
function parseRange(value: unknown): Range {
  const items = parseArray(value, (item) => parseUint(item, 64))
  const [from, to] = items
  if (from === undefined || to === undefined || items.length > 2) {
    throw new ShapeError(`invalid length ${items.length}, expected an array of length 2`)
  }
  return [from, to]
}

const parseMode = (value: unknown) => parseVariant<Mode>(value, ["prefix", "exact", "partial"])

function parseFilter(value: unknown): Filter {
  const object =
    value === undefined || value === null ? {} : parseObject(value, "IndexerSearchKeyFilter", [], FILTER_OPTIONS)
  return {
    script: optional(object.script, parseScript),
    scriptLenRange: optional(object.script_len_range, parseRange),
    outputData: optional(object.output_data, parseBytes),
    outputDataMode: optional(object.output_data_filter_mode, parseMode) ?? "prefix",
    outputDataLenRange: optional(object.output_data_len_range, parseRange),
    outputCapacityRange: optional(object.output_capacity_range, parseRange),
    blockRange: optional(object.block_range, parseRange),
  }
}

export function parseSearchKey(value: unknown): SearchKey {
  const object = parseObject(value, "IndexerSearchKey", KEY_FIELDS, KEY_OPTIONS)
  return {
    script: parseScript(object.script),
    scriptType: parseVariant(object.script_type, ["lock", "type"]),
    mode: optional(object.script_search_mode, parseMode) ?? "prefix",
    filter: parseFilter(object.filter),
    withData: optional(object.with_data, parseBool) ?? true,
    groupByTransaction: optional(object.group_by_transaction, parseBool) ?? false,
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
