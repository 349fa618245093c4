import { ccc } from "@ckb-ccc/core"
import { changed, ELEVENS, firstOf, misshapen, setOutput, TWOS, VERIFY } from "./build"
import { ACCEPTED, type Case, INVALID_PARAMS, refused } from "./case"
import { CELL_CAPACITY, outPoint, raw } from "./context"

export const shapeCases: Case[] = [
  changed("another version is refused", refused(VERIFY, "MismatchedVersion"), (tx) => {
    tx.version = 1n
  }),
  misshapen("no inputs is refused", refused(VERIFY, "Empty(Inputs)"), (tx) => {
    tx.inputs = []
  }),
  misshapen("no outputs is refused", refused(VERIFY, "Empty(Outputs)"), (tx) => {
    tx.outputs = []
    tx.outputs_data = []
  }),
  misshapen("outputs without data is refused", refused(VERIFY, "OutputsDataLengthMismatch"), (tx) => {
    tx.outputs_data = []
  }),
  misshapen("a cellbase is refused", refused(-1108, "cellbase like"), (tx) => {
    const input = firstOf<{ previous_output: unknown }>(tx, "inputs")
    input.previous_output = { tx_hash: `0x${"00".repeat(32)}`, index: "0xffffffff" }
  }),
  misshapen("512,000 bytes and more are refused", refused(-1110, "exceeded maximum limit 512000"), (tx) => {
    tx.witnesses = [...(tx.witnesses as string[]), `0x${"00".repeat(512_000)}`]
  }),
  misshapen("a hash type of the future is refused", refused(VERIFY, "hash type 6"), (tx) => {
    firstOf<{ lock: { hash_type: string } }>(tx, "outputs").lock.hash_type = "data3"
  }),
  misshapen("a missing field is refused", refused(INVALID_PARAMS, "missing field `version`"), (tx) => {
    delete tx.version
  }),
  misshapen("an unknown field is refused", refused(INVALID_PARAMS, "unknown field `hash`"), (tx) => {
    tx.hash = ELEVENS
  }),
  misshapen("bytes of odd length are refused", refused(INVALID_PARAMS, "expected even length"), (tx) => {
    tx.witnesses = ["0x1"]
  }),
  misshapen("bytes without 0x are refused", refused(INVALID_PARAMS, "0x-prefixed hex string"), (tx) => {
    tx.witnesses = ["1234"]
  }),
  misshapen("bytes that are no hex are refused", refused(INVALID_PARAMS, "Invalid character"), (tx) => {
    tx.witnesses = ["0xzz"]
  }),
  misshapen("a short hash is refused", refused(INVALID_PARAMS, "with 64 digits"), (tx) => {
    tx.header_deps = ["0x11"]
  }),
  misshapen("a hash without 0x is refused", refused(INVALID_PARAMS, "invalid format"), (tx) => {
    tx.header_deps = ["11".repeat(32)]
  }),
  misshapen("a hash that is no hex is refused", refused(INVALID_PARAMS, "InvalidCharacter"), (tx) => {
    tx.header_deps = [`0x1${"z".repeat(63)}`]
  }),
  misshapen("an unknown hash type is refused", refused(INVALID_PARAMS, "unknown variant `data128`"), (tx) => {
    firstOf<{ lock: { hash_type: string } }>(tx, "outputs").lock.hash_type = "data128"
  }),
  misshapen("a hash type that is no word is refused", refused(INVALID_PARAMS, "expected string or map"), (tx) => {
    firstOf<{ lock: { hash_type: unknown } }>(tx, "outputs").lock.hash_type = 1
  }),
  misshapen("an unknown field of an input is refused", refused(INVALID_PARAMS, "expected `since` or"), (tx) => {
    firstOf<Record<string, unknown>>(tx, "inputs").foo = 1
  }),
  misshapen("an incomplete type script is refused", refused(INVALID_PARAMS, "missing field `code_hash`"), (tx) =>
    setOutput(tx, "type", {}),
  ),
  misshapen("an output may lack its type", ACCEPTED, (tx) => {
    delete firstOf<Record<string, unknown>>(tx, "outputs").type
  }),
  misshapen("a word for an object is refused", refused(INVALID_PARAMS, "expected struct CellInput"), (tx) => {
    tx.inputs = ["a"]
  }),
  misshapen("a fraction is refused", refused(INVALID_PARAMS, "floating point `1.5`"), (tx) => {
    tx.version = 1.5
  }),
  misshapen("a truth for a number is refused", refused(INVALID_PARAMS, "boolean `true`"), (tx) => {
    tx.version = true
  }),
  misshapen("a number for bytes is refused", refused(INVALID_PARAMS, "expected a 0x-prefixed hex string"), (tx) => {
    tx.witnesses = [1]
  }),
  misshapen("an unknown dep type is refused", refused(INVALID_PARAMS, "unknown variant `depGroup`"), (tx) => {
    firstOf<{ dep_type: string }>(tx, "cell_deps").dep_type = "depGroup"
  }),
  misshapen("a leading zero is refused", refused(INVALID_PARAMS, "redundant leading zeros"), (tx) =>
    setOutput(tx, "capacity", "0x0174876e418"),
  ),
  misshapen("upper-case digits are accepted", refused(VERIFY, "0xabcdef"), (tx) =>
    setOutput(tx, "capacity", "0xABCDEF"),
  ),
  misshapen("a number without 0x is refused", refused(INVALID_PARAMS, "without `0x` prefix"), (tx) =>
    setOutput(tx, "capacity", "123"),
  ),
  misshapen("an empty number is refused", refused(INVALID_PARAMS, "without `0x` prefix"), (tx) =>
    setOutput(tx, "capacity", "0x"),
  ),
  misshapen("a number that is no hex is refused", refused(INVALID_PARAMS, "Uint64 0xg"), (tx) =>
    setOutput(tx, "capacity", "0xg"),
  ),
  misshapen("a JSON number is refused", refused(INVALID_PARAMS, "integer `123`"), (tx) =>
    setOutput(tx, "capacity", 123),
  ),
  misshapen("more than 64 bits are refused", refused(INVALID_PARAMS, "too large"), (tx) =>
    setOutput(tx, "capacity", "0x1ffffffffffffffff"),
  ),
  misshapen("null for a list is refused", refused(INVALID_PARAMS, "invalid type: null"), (tx) => {
    tx.outputs = null
  }),
  misshapen("an object for a list is refused", refused(INVALID_PARAMS, "invalid type: map"), (tx) => {
    tx.witnesses = {}
  }),
  {
    name: "well_known_scripts_only refuses other locks",
    expected: refused(-1102, "well_known_scripts_only"),
    run: async (on) => {
      const tx = await on.signed(({ outputs }) => {
        outputs[0] = ccc.CellOutput.from({ capacity: CELL_CAPACITY - 1000n, lock: TWOS })
      })
      return on.call("send_transaction", raw(tx), "well_known_scripts_only")
    },
  },
  {
    name: "an unknown validator is refused",
    expected: refused(INVALID_PARAMS, "unknown variant `foo`"),
    run: async (on) => on.call("send_transaction", raw(await on.signed(() => {})), "foo"),
  },
  {
    name: "an out point as an input's cell is live before, and gone from the pool's view after",
    expected: { before: { result: { status: "live" } }, after: { result: { status: "unknown" } } },
    run: async (on) => {
      const before = await on.call("get_live_cell", outPoint(on.cell(0)), true, true)
      await on.send(await on.signed(() => {}))
      return { before, after: await on.call("get_live_cell", outPoint(on.cell(0)), true, true) }
    },
  },
]
