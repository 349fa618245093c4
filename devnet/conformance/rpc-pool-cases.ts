import { ccc } from "@ckb-ccc/core"
import { type Case, INVALID_PARAMS } from "./case"
import { type Conformance, raw } from "./context"
import { EMPTY_BLOCK, failing, pending, shaped, UNKNOWN_HASH, valued } from "./rpc-case"
import { IN_BLOCK, NO_BLOCK, NO_TX, POOL_INFO, POOL_TX, shapeOf, TRANSACTION } from "./shapes"

const fundingTx = async (on: Conformance) => [on.cell(0).outPoint.txHash]

export const poolMethodCases: Case[] = [
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
  failing("estimate_cycles", "without a transaction", [], INVALID_PARAMS, "expected a tuple of size 1."),
  failing("send_transaction", "of null", [null], INVALID_PARAMS, "invalid type: null, expected struct Transaction"),
  failing("get_transaction", "with an unknown verbosity", [UNKNOWN_HASH, "0x7"], INVALID_PARAMS, "invalid verbosity"),
  failing("get_raw_tx_pool", "with a number", [1], INVALID_PARAMS, "expected a boolean"),
  failing("remove_transaction", "with a number", [1], INVALID_PARAMS, "Invalid params"),
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
]
