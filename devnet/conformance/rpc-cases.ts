import { ccc } from "@ckb-ccc/core"
import { type Case, INVALID_PARAMS } from "./case"
import { type Conformance, outPoint, raw } from "./context"
import {
  BLOCK,
  HEADER,
  IN_BLOCK,
  NO_BLOCK,
  NO_TX,
  OUT_POINT,
  OUTPUT,
  POOL_INFO,
  POOL_TX,
  shapeOf,
  TRANSACTION,
} from "./shapes"

type Params = unknown[] | ((on: Conformance) => Promise<unknown[]>)

/** A call whose reply has exactly this shape. */
function shaped(method: string, about: string, params: Params, expected: unknown): Case {
  return {
    name: `${method} ${about}`,
    exact: true,
    expected: { result: expected },
    run: async (on) => shapeOf(await on.call(method, ...(typeof params === "function" ? await params(on) : params))),
  }
}

/** A call whose reply has exactly this value. */
function valued(method: string, about: string, params: Params, expected: unknown): Case {
  const call = async (on: Conformance) => on.call(method, ...(typeof params === "function" ? await params(on) : params))
  return { name: `${method} ${about}`, exact: true, expected: { result: expected }, run: call }
}

function failing(method: string, about: string, params: unknown[], code: number, words: string): Case {
  const expected = { error: { code, message: words } }
  return { name: `${method} ${about}`, expected, run: (on) => on.call(method, ...params) }
}

const UNKNOWN_HASH = `0x${"11".repeat(32)}`
const FAR = "0xffffff"

const tipHash = async (on: Conformance) => [(await on.chain.rpc<{ hash: string }>("get_tip_header")).hash]
const fundingTx = async (on: Conformance) => [on.cell(0).outPoint.txHash]

/** The block between proposal and commit of the funding: nothing but a cellbase. */
const EMPTY_BLOCK = "0x2"
const emptyBlockHash = async (on: Conformance) => [await on.chain.rpc<string>("get_block_hash", EMPTY_BLOCK)]

async function pending(on: Conformance): Promise<ccc.Transaction> {
  const tx = await on.signed(() => {})
  await on.send(tx)
  return tx
}

const blockMethods: Case[] = [
  shaped("get_block", "of a known hash", emptyBlockHash, BLOCK),
  shaped("get_block", "as hex", async (on) => [...(await emptyBlockHash(on)), "0x0"], "hex"),
  valued("get_block", "of an unknown hash", [UNKNOWN_HASH], null),
  shaped("get_block_by_number", "of a known number", [EMPTY_BLOCK], BLOCK),
  shaped("get_block_by_number", "with cycles", [EMPTY_BLOCK, "0x2", true], { block: BLOCK, cycles: [] }),
  valued("get_block_by_number", "beyond the tip", [FAR], null),
  failing("get_block_by_number", "with a leading zero", ["0x01"], INVALID_PARAMS, "redundant leading zeros"),
  failing("get_block_by_number", "with a number", [1], INVALID_PARAMS, "invalid type: integer `1`"),
  failing("get_block_by_number", "without one", [], INVALID_PARAMS, "Missing required parameter `block_number`"),
  failing("get_block_by_number", "with an unknown verbosity", [EMPTY_BLOCK, "0x1"], INVALID_PARAMS, "verbosity"),
  shaped("get_header", "of a known hash", tipHash, HEADER),
  shaped("get_header", "as hex", async (on) => [...(await tipHash(on)), "0x0"], "hex"),
  valued("get_header", "of an unknown hash", [UNKNOWN_HASH], null),
  failing("get_header", "of a short hash", ["0x1"], INVALID_PARAMS, "with 64 digits"),
  shaped("get_header_by_number", "of a known number", ["0x1"], HEADER),
  valued("get_header_by_number", "beyond the tip", [FAR], null),
  shaped("get_tip_header", "", [], HEADER),
  shaped("get_tip_block_number", "", [], "hex"),
  failing("get_tip_block_number", "with a parameter", [1], INVALID_PARAMS, "No parameters were expected"),
  shaped("get_block_hash", "of a known number", ["0x1"], "hex"),
  valued("get_block_hash", "beyond the tip", [FAR], null),
  shaped("generate_block", "", [], "hex"),
  failing("generate_block", "with parameters", [null, null], INVALID_PARAMS, "No parameters were expected"),
  shaped("get_blockchain_info", "", [], {
    alerts: [],
    chain: "ckb_dev",
    difficulty: "hex",
    epoch: "hex",
    is_initial_block_download: false,
    median_time: "hex",
  }),
  valued("get_current_epoch", "", [], EPOCH_ZERO()),
  valued("get_epoch_by_number", "of a known number", ["0x0"], EPOCH_ZERO()),
  valued("get_epoch_by_number", "beyond the tip's", ["0x5"], null),
  {
    name: "get_consensus",
    expected: { result: { id: "ckb_dev", tx_proposal_window: { closest: "0x2", farthest: "0xa" } } },
    run: (on) => on.call("get_consensus"),
  },
  {
    name: "local_node_info",
    exact: true,
    expected: "active,addresses,connections,node_id,protocols,version",
    run: async (on) =>
      Object.keys(await on.chain.rpc<object>("local_node_info"))
        .sort()
        .join(),
  },
  failing("no_such_method", "", [], -32601, "Method not found"),
]

function EPOCH_ZERO() {
  return { compact_target: "0x20010000", length: "0x3e8", number: "0x0", start_number: "0x0" }
}

const txMethods: Case[] = [
  {
    name: "get_transaction of a pending one",
    exact: true,
    expected: { result: { ...POOL_TX, tx_status: { ...NO_BLOCK, status: "pending" } } },
    run: async (on) => shapeOf(await on.call("get_transaction", (await pending(on)).hash())),
  },
  {
    name: "get_transaction of a committed one",
    exact: true,
    expected: {
      result: { ...NO_TX, cycles: "hex", transaction: TRANSACTION, tx_status: { ...IN_BLOCK, status: "committed" } },
    },
    run: async (on) => {
      const reply = shapeOf(await on.chain.rpc("get_transaction", on.cell(0).outPoint.txHash)) as object
      return { result: reply }
    },
  },
  shaped("get_transaction", "without the transaction", async (on) => [...(await fundingTx(on)), "0x1"], {
    ...NO_TX,
    cycles: "hex",
    tx_status: { ...IN_BLOCK, block_hash: "hex", status: "committed" },
  }),
  shaped("get_transaction", "of an unknown one", [UNKNOWN_HASH], {
    ...NO_TX,
    tx_status: { ...NO_BLOCK, status: "unknown" },
  }),
  {
    name: "get_transaction that may only be committed does not see the pool",
    expected: { result: { tx_status: { status: "unknown" } } },
    run: async (on) => on.call("get_transaction", (await pending(on)).hash(), "0x2", true),
  },
  {
    name: "get_transaction of a cellbase",
    expected: { result: { tx_status: { status: "committed", tx_index: "0x0" } } },
    run: async (on) => {
      const block = await on.chain.rpc<{ transactions: { hash: string }[] }>("get_block_by_number", EMPTY_BLOCK)
      return on.call("get_transaction", block.transactions[0]?.hash, "0x1")
    },
  },
  valued("test_tx_pool_accept", "of a good one", async (on) => [raw(await on.signed(() => {}))], {
    cycles: "(varies)",
    fee: "0x3e8",
  }),
  valued("estimate_cycles", "of a good one", async (on) => [raw(await on.signed(() => {}))], { cycles: "(varies)" }),
  {
    name: "test_tx_pool_accept refuses what send_transaction refuses, and keeps nothing",
    expected: { refused: { error: { code: -302, message: "error code -11 " } }, pool: { result: { pending: [] } } },
    run: async (on) => ({
      refused: await on.call("test_tx_pool_accept", raw(on.transfer([on.cell(0)]))),
      pool: await on.call("get_raw_tx_pool"),
    }),
  },
  {
    name: "estimate_cycles runs the locks",
    expected: { error: { code: -302, message: "error code -11 " } },
    run: async (on) => on.call("estimate_cycles", raw(on.transfer([on.cell(0)]))),
  },
  {
    name: "estimate_cycles of an unknown input",
    expected: { error: { code: -301, message: "TransactionFailedToResolve: Unknown" } },
    run: async (on) => {
      const unknown = ccc.Cell.from({ ...on.cell(0), outPoint: { txHash: UNKNOWN_HASH, index: 0 } })
      return on.call("estimate_cycles", raw(on.transfer([unknown])))
    },
  },
  {
    name: "estimate_cycles asks for no fee",
    expected: { result: { cycles: "(varies)" } },
    run: async (on) => on.call("estimate_cycles", raw(await on.signed(() => {}, [on.cell(0)], 0n))),
  },
  failing("send_transaction", "without a transaction", [], INVALID_PARAMS, "Missing required parameter `tx`"),
  failing("estimate_cycles", "of no transaction", [{}], INVALID_PARAMS, "missing field `version`"),
  shaped("tx_pool_info", "", [], POOL_INFO),
  {
    name: "tx_pool_info counts what is pending",
    expected: { result: { pending: "0x1", proposed: "0x0", total_tx_size: "0x163" } },
    run: async (on) => {
      await pending(on)
      return on.call("tx_pool_info")
    },
  },
  {
    name: "get_raw_tx_pool",
    exact: true,
    expected: { result: { pending: ["0x(hash)"], proposed: [] } },
    run: async (on) => {
      await pending(on)
      return on.call("get_raw_tx_pool")
    },
  },
  {
    name: "get_raw_tx_pool, verbose",
    expected: {
      result: {
        pending: { "0x(hash)": { ancestors_count: "0x1", ancestors_size: "0x163", fee: "0x3e8", size: "0x163" } },
      },
    },
    run: async (on) => {
      await pending(on)
      const reply = (await on.call("get_raw_tx_pool", true)) as { result: Record<string, unknown> }
      // `conflicted` remembers the cases before.
      return { result: { ...reply.result, conflicted: Array.isArray(reply.result.conflicted) } }
    },
  },
  valued("clear_tx_pool", "", [], null),
  valued("estimate_fee_rate", "", [], "0x3e8"),
  {
    name: "get_fee_rate_statistics",
    exact: true,
    expected: { result: { mean: "hex", median: "hex" } },
    run: async (on) => shapeOf(await on.call("get_fee_rate_statistics")),
  },
  shaped("get_live_cell", "of a live one", async (on) => [outPoint(on.cell(0)), true], {
    block_hash: "hex",
    cell: { data: { content: "hex", hash: "hex" }, output: OUTPUT },
    status: "live",
  }),
  shaped("get_live_cell", "without data", async (on) => [outPoint(on.cell(0)), false], {
    block_hash: "hex",
    cell: { data: null, output: OUTPUT },
    status: "live",
  }),
  shaped("get_live_cell", "of one that never was", [{ tx_hash: UNKNOWN_HASH, index: "0x0" }, true], {
    block_hash: null,
    cell: null,
    status: "unknown",
  }),
  {
    name: "get_live_cell of a pool transaction's output, if asked to look there",
    expected: { with: { result: { status: "live", block_hash: null } }, without: { result: { status: "unknown" } } },
    run: async (on) => {
      const point = { tx_hash: (await pending(on)).hash(), index: "0x0" }
      return {
        with: await on.call("get_live_cell", point, true, true),
        without: await on.call("get_live_cell", point, true),
      }
    },
  },
  failing(
    "get_live_cell",
    "without a choice of data",
    [{ tx_hash: UNKNOWN_HASH, index: "0x0" }],
    INVALID_PARAMS,
    "with_data",
  ),
]

const CELL = { block_number: "hex", out_point: OUT_POINT, output: OUTPUT, output_data: "hex", tx_index: "hex" }

/** Searches the wallet's own cells. */
function searchKey(on: Conformance, extra: object = {}): Record<string, unknown> {
  const { codeHash, hashType, args } = on.lock
  const script = { code_hash: codeHash, hash_type: hashType, args }
  return { script, script_type: "lock", script_search_mode: "exact", ...extra }
}

const CAPACITIES = { CELL: 100_000_000_000n }

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

const indexerMethods: Case[] = [
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
    filter({ output_capacity_range: [hex(CAPACITIES.CELL), "0xffffffffffff"] }),
  ),
  counted("by capacity, the upper bound excluded", 0, filter({ output_capacity_range: ["0x0", hex(CAPACITIES.CELL)] })),
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
    name: "get_cells_capacity",
    expected: { result: { capacity: hex(12n * CAPACITIES.CELL) } },
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

export const rpcCases: Case[] = [...blockMethods, ...txMethods, ...indexerMethods]
