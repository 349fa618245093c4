import { type Case, INVALID_PARAMS } from "./case"
import { type Conformance, outPoint } from "./context"
import { EMPTY_BLOCK, failing, pending, shaped, UNKNOWN_HASH, valued } from "./rpc-case"
import { BLOCK, HEADER, OUTPUT } from "./shapes"

const FAR = "0xffffff"

const tipHash = async (on: Conformance) => [(await on.chain.rpc<{ hash: string }>("get_tip_header")).hash]

const emptyBlockHash = async (on: Conformance) => [await on.chain.rpc<string>("get_block_hash", EMPTY_BLOCK)]

export const chainMethodCases: Case[] = [
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
  failing("get_block_hash", "without a number", [], INVALID_PARAMS, "expected a tuple of size 1."),
  failing("get_block_hash", "with two", ["0x0", "0x1"], INVALID_PARAMS, "Invalid params"),
  failing("get_header", "with no number for the verbosity", [UNKNOWN_HASH, "foo"], INVALID_PARAMS, "`verbosity`"),
  valued("get_header", "of an unknown hash with an unknown verbosity", [UNKNOWN_HASH, "0x5"], null),
  failing("truncate", "with a number", [1], INVALID_PARAMS, "Invalid params: invalid type: integer `1`"),
  failing("no_such_method", "", [], -32601, "Method not found"),
]

function EPOCH_ZERO() {
  return { compact_target: "0x20010000", length: "0x3e8", number: "0x0", start_number: "0x0" }
}
