import { ccc } from "@ckb-ccc/core"
import { type Case, INVALID_PARAMS } from "./case"
import { CELL_CAPACITY, type Conformance } from "./context"
import { failing, pending, shaped } from "./rpc-case"
import { OUT_POINT, OUTPUT, shapeOf } from "./shapes"

const CELL = { block_number: "hex", out_point: OUT_POINT, output: OUTPUT, output_data: "hex", tx_index: "hex" }

/** Searches the wallet's own cells. */
function searchKey(on: Conformance, extra: object = {}): Record<string, unknown> {
  const { codeHash, hashType, args } = on.lock
  const script = { code_hash: codeHash, hash_type: hashType, args }
  return { script, script_type: "lock", script_search_mode: "exact", ...extra }
}

/** How many cells a filter lets through. */
function counted(about: string, count: number, extra: (on: Conformance) => object): Case {
  return {
    name: `get_cells ${about}`,
    expected: count,
    run: async (on) => {
      const reply = await on.chain.rpc<{ objects: unknown[] }>("get_cells", searchKey(on, extra(on)), "asc", "0x64")
      return reply.objects.length
    },
  }
}

const filter = (filters: object) => () => ({ filter: filters })
const hex = ccc.numToHex

export const indexerMethodCases: Case[] = [
  {
    name: "get_cells pages by cursor, upwards",
    exact: true,
    expected: { pages: [5, 5, 2, 0], positions: "0,1,2,3,4,5,6,7,8,9,10,11", shape: [CELL] },
    run: (on) => pages(on, "get_cells", "asc"),
  },
  {
    name: "get_cells pages by cursor, downwards",
    exact: true,
    expected: { pages: [5, 5, 2, 0], positions: "11,10,9,8,7,6,5,4,3,2,1,0", shape: [CELL] },
    run: (on) => pages(on, "get_cells", "desc"),
  },
  {
    name: "get_cells without data",
    expected: { result: { objects: [{ output_data: null }] } },
    run: (on) => on.call("get_cells", searchKey(on, { with_data: false }), "asc", "0x1"),
  },
  counted("by a prefix of the args", 12, (on) => ({
    script: { code_hash: on.lock.codeHash, hash_type: on.lock.hashType, args: on.lock.args.slice(0, 22) },
    script_search_mode: "prefix",
  })),
  counted("searches by prefix unless told otherwise", 12, (on) => ({
    script: { code_hash: on.lock.codeHash, hash_type: on.lock.hashType, args: on.lock.args.slice(0, 22) },
    script_search_mode: undefined,
  })),
  counted("by exact args finds no longer ones", 0, (on) => ({
    script: { code_hash: on.lock.codeHash, hash_type: on.lock.hashType, args: on.lock.args.slice(0, 22) },
  })),
  counted("without a type script", 12, filter({ script_len_range: ["0x0", "0x1"] })),
  counted("with a type script", 0, filter({ script_len_range: ["0x1", "0xff"] })),
  counted("without data", 12, filter({ output_data_len_range: ["0x0", "0x1"] })),
  counted("with data", 0, filter({ output_data_len_range: ["0x1", "0xffff"] })),
  counted(
    "by capacity, the lower bound included",
    12,
    filter({ output_capacity_range: [hex(CELL_CAPACITY), "0xffffffffffff"] }),
  ),
  counted("by capacity, the upper bound excluded", 0, filter({ output_capacity_range: ["0x0", hex(CELL_CAPACITY)] })),
  counted("by block", 0, filter({ block_range: ["0x0", "0x1"] })),
  counted("by a type script", 0, (on) => ({ filter: { script: searchKey(on).script } })),
  {
    name: "get_cells by type script",
    expected: 1,
    run: async (on) => {
      const block = await on.chain.rpc<{ transactions: { outputs: { type: unknown }[] }[] }>(
        "get_block_by_number",
        "0x0",
      )
      const script = block.transactions[0]?.outputs[1]?.type
      const key = { script, script_type: "type", script_search_mode: "exact", with_data: false }
      return (await on.chain.rpc<{ objects: unknown[] }>("get_cells", key, "asc", "0x64")).objects.length
    },
  },
  {
    name: "get_cells reads the chain, not the pool",
    expected: 12,
    run: async (on) => {
      await pending(on)
      return (await on.chain.rpc<{ objects: unknown[] }>("get_cells", searchKey(on), "asc", "0x64")).objects.length
    },
  },
  {
    name: "get_cells with limit 0",
    expected: { error: { code: -1200, message: "limit should be greater than 0" } },
    run: (on) => on.call("get_cells", searchKey(on), "asc", "0x0"),
  },
  {
    name: "get_cells with an unknown order",
    expected: { error: { code: INVALID_PARAMS, message: "unknown variant `up`" } },
    run: (on) => on.call("get_cells", searchKey(on), "up", "0x1"),
  },
  {
    name: "get_cells in partial mode",
    expected: { error: { code: -1200, message: "partial" } },
    run: (on) => on.call("get_cells", searchKey(on, { script_search_mode: "partial" }), "asc", "0x1"),
  },
  {
    name: "get_cells with an unknown filter",
    expected: { result: { objects: [{ tx_index: "0x1" }] } },
    run: (on) => on.call("get_cells", searchKey(on, { filter: { foo: 1 }, bar: 2 }), "asc", "0x1"),
  },
  failing("get_cells", "of no script", [{ script: {} }, "asc", "0x1"], INVALID_PARAMS, "missing field `code_hash`"),
  failing("get_cells", "without a limit", [{}, "asc"], INVALID_PARAMS, ""),
  {
    name: "get_cells after a cursor of another search",
    exact: true,
    expected: { result: { last_cursor: "0x", objects: [] } },
    run: (on) => on.call("get_cells", searchKey(on), "asc", "0x5", "0x1234"),
  },
  {
    name: "get_cells with half a range",
    expected: { error: { code: INVALID_PARAMS, message: "expected an array of length 2" } },
    run: (on) => on.call("get_cells", searchKey(on, { filter: { block_range: ["0x1"] } }), "asc", "0x1"),
  },
  {
    name: "get_cells by the beginning of the data",
    expected: [1, 0, 1],
    run: (on) => Promise.all(["prefix", "exact", "partial"].map((mode) => countByData(on, mode))),
  },
  {
    name: "get_cells_capacity",
    expected: { result: { capacity: hex(12n * CELL_CAPACITY) } },
    run: (on) => on.call("get_cells_capacity", searchKey(on)),
  },
  shaped("get_indexer_tip", "", [], { block_hash: "hex", block_number: "hex" }),
  {
    name: "get_transactions pages by cursor",
    exact: true,
    expected: {
      pages: [5, 5, 2, 0],
      positions: "0,1,2,3,4,5,6,7,8,9,10,11",
      shape: [{ block_number: "hex", io_index: "hex", io_type: "output", tx_hash: "hex", tx_index: "hex" }],
    },
    run: (on) => pages(on, "get_transactions", "asc"),
  },
  {
    name: "get_transactions grouped by transaction",
    expected: { result: { objects: [{ cells: new Array(12).fill(["output"]).map((_, at) => ["output", hex(at)]) }] } },
    run: (on) => on.call("get_transactions", searchKey(on, { group_by_transaction: true }), "asc", "0x5"),
  },
]

/** Counts the cells of the genesis whose data matches the first letters of its message. */
async function countByData(on: Conformance, mode: string): Promise<number> {
  const script = { code_hash: `0x${"00".repeat(32)}`, hash_type: "data", args: "0x" }
  const data = { output_data: ccc.hexFrom(ccc.bytesFrom("micro-pay", "utf8")), output_data_filter_mode: mode }
  const key = { script, script_type: "lock", script_search_mode: "exact", with_data: false, filter: data }
  return (await on.chain.rpc<{ objects: unknown[] }>("get_cells", key, "asc", "0x64")).objects.length
}

interface Listed {
  objects: { out_point?: { index: string }; io_index?: string }[]
  last_cursor: string
}

/** Reads all of a list five at a time. */
async function pages(on: Conformance, method: string, order: "asc" | "desc"): Promise<unknown> {
  const sizes: number[] = []
  const objects: Listed["objects"] = []
  let cursor: string | undefined
  while (sizes.at(-1) !== 0 && sizes.length < 10) {
    const page: Listed = await on.chain.rpc(
      method,
      searchKey(on),
      order,
      "0x5",
      ...(cursor === undefined ? [] : [cursor]),
    )
    sizes.push(page.objects.length)
    objects.push(...page.objects)
    cursor = page.last_cursor
  }
  const positions = objects.map((item) => Number(item.out_point?.index ?? item.io_index)).join()
  return { pages: sizes, positions, shape: shapeOf(objects) }
}
