import type { Cell } from "../cell"
import type { Devnet } from "../devnet"
import { RpcCode, RpcError } from "../errors"
import { type Hex, numToHex } from "../hash"
import { parseBytes, parseOptional, parseParam, parseUint32, parseVariant } from "../json"
import { type ScriptIndex, scriptKey, type TxCell } from "../script-index"
import type { Method, Methods } from "./method"
import { cellPasses, parseSearchKey, requireIndexed, type SearchKey } from "./search-key"

/** First byte of the index's keys, which clients see in the cursor. */
const PREFIXES = { cells: { lock: "40", type: "60" }, txs: { lock: "80", type: "a0" } } as const

interface Page {
  descending: boolean
  limit: number
  after: string | null
}

function parsePage(order: unknown, limit: unknown, after: unknown): Page {
  const page = {
    descending: parseParam("order", order, (raw) => parseVariant(raw, ["desc", "asc"])) === "desc",
    limit: parseParam("limit", limit, parseUint32),
    after: parseOptional("after", after, parseBytes)?.slice(2) ?? null,
  }
  if (page.limit === 0) throw new RpcError(RpcCode.indexer, "Indexer: Invalid params limit should be greater than 0")
  return page
}

/**
 * Entries of an index that match, in cursor order, after the cursor. Lazy: a page of a big lock reads just the page.
 */
function* scan<T>(
  index: ScriptIndex<T>,
  key: SearchKey,
  page: Pick<Page, "descending" | "after">,
  prefix: string,
): Generator<{ item: T; cursor: string }> {
  const searched = scriptKey(key.script)
  // A cursor that is none of this search's own keys leads nowhere, as in the node's store.
  if (page.after !== null && !page.after.startsWith(prefix + searched)) return
  const buckets = index.find(searched, key.mode === "exact")
  if (page.descending) buckets.reverse()
  for (const { script, items } of buckets) {
    for (let step = 0; step < items.length; step += 1) {
      const item = items[page.descending ? items.length - 1 - step : step] as T
      const cursor = prefix + script + index.keyOf(item)
      if (page.after !== null && (page.descending ? cursor >= page.after : cursor <= page.after)) continue
      yield { item, cursor }
    }
  }
}

const cursorOf = (last: string | undefined): Hex => `0x${last ?? ""}`

const getCells: Method["call"] = (devnet, [search, order, limit, after]) => {
  const key = parseParam("search_key", search, parseSearchKey)
  const page = parsePage(order, limit, after)
  requireIndexed(key)
  const found: Cell[] = []
  let last: string | undefined
  const prefix = PREFIXES.cells[key.scriptType]
  for (const { item, cursor } of scan(devnet.indexer.cells[key.scriptType], key, page, prefix)) {
    if (!cellPasses(item, key)) continue
    found.push(item)
    last = cursor
    if (found.length === page.limit) break
  }
  return { last_cursor: cursorOf(last), objects: found.map((cell) => cellView(cell, key.withData)) }
}

function cellView(cell: Cell, withData: boolean): Record<string, unknown> {
  return {
    block_number: numToHex(cell.blockNumber ?? 0),
    out_point: cell.outPoint,
    output: cell.output,
    output_data: withData ? cell.data : null,
    tx_index: numToHex(cell.txIndex),
  }
}

const getCellsCapacity: Method["call"] = (devnet, [search]) => {
  const key = parseSearchKey(search)
  requireIndexed(key)
  let capacity = 0n
  const all = { descending: false, after: null }
  for (const { item } of scan(devnet.indexer.cells[key.scriptType], key, all, "")) {
    if (cellPasses(item, key)) capacity += item.capacity
  }
  const { number, hash } = devnet.indexer.tip
  return { block_hash: hash, block_number: numToHex(number), capacity: numToHex(capacity) }
}

const getTransactions: Method["call"] = (devnet, [search, order, limit, after]) => {
  const key = parseParam("search_key", search, parseSearchKey)
  const page = parsePage(order, limit, after)
  requireIndexed(key)
  const matches = matchingTxCells(devnet, key, page)
  return key.groupByTransaction ? grouped(matches, page) : ungrouped(matches, page)
}

function* matchingTxCells(devnet: Devnet, key: SearchKey, page: Page): Generator<{ item: TxCell; cursor: string }> {
  const { script, blockRange } = key.filter
  for (const match of scan(devnet.indexer.txs[key.scriptType], key, page, PREFIXES.txs[key.scriptType])) {
    const { item } = match
    const other = key.scriptType === "lock" ? item.cell.output.type : item.cell.output.lock
    if (script !== null && (other === null || !scriptKey(other).startsWith(scriptKey(script)))) continue
    if (blockRange !== null && (item.blockNumber < blockRange[0] || item.blockNumber >= blockRange[1])) continue
    yield match
  }
}

function ungrouped(matches: Iterable<{ item: TxCell; cursor: string }>, page: Page): unknown {
  const objects: unknown[] = []
  let last: string | undefined
  for (const { item, cursor } of matches) {
    objects.push({
      block_number: numToHex(item.blockNumber),
      io_index: numToHex(item.ioIndex),
      io_type: item.ioType,
      tx_hash: item.txHash,
      tx_index: numToHex(item.txIndex),
    })
    last = cursor
    if (objects.length === page.limit) break
  }
  return { last_cursor: cursorOf(last), objects }
}

interface TxGroup {
  block_number: Hex
  cells: [string, Hex][]
  tx_hash: Hex
  tx_index: Hex
}

function grouped(matches: Iterable<{ item: TxCell; cursor: string }>, page: Page): unknown {
  const objects: TxGroup[] = []
  let last: string | undefined
  for (const { item, cursor } of matches) {
    const cell: [string, Hex] = [item.ioType, numToHex(item.ioIndex)]
    const current = objects[objects.length - 1]
    if (current?.tx_hash === item.txHash) current.cells.push(cell)
    else {
      if (objects.length === page.limit) break
      objects.push({
        block_number: numToHex(item.blockNumber),
        cells: [cell],
        tx_hash: item.txHash,
        tx_index: numToHex(item.txIndex),
      })
    }
    last = cursor
  }
  return { last_cursor: cursorOf(last), objects }
}

export const indexerMethods: Methods = {
  get_cells: { call: getCells },
  get_cells_capacity: { params: "one", call: getCellsCapacity },
  get_transactions: { call: getTransactions },
  get_indexer_tip: {
    params: "none",
    call: (devnet) => {
      const { number, hash } = devnet.indexer.tip
      return { block_hash: hash, block_number: numToHex(number) }
    },
  },
}
