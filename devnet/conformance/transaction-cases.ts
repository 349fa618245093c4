import { ccc } from "@ckb-ccc/core"
import { ACCEPTED, type Case, INVALID_PARAMS, refused } from "./case"
import { CELL_CAPACITY, type Conformance, outPoint, type RawTx, raw } from "./context"

const RESOLVE = -301
const VERIFY = -302
const ELEVENS: ccc.Hex = `0x${"11".repeat(32)}`
const TWOS = ccc.Script.from({ codeHash: `0x${"22".repeat(32)}`, hashType: "type", args: "0x" })

/** A transfer of one cell that is changed, signed and sent. */
function changed(name: string, expected: unknown, change: (tx: ccc.Transaction, on: Conformance) => void): Case {
  return { name, expected, run: async (on) => on.send(await on.signed((tx) => change(tx, on))) }
}

/** A signed transfer whose JSON is changed before it is sent. */
function misshapen(name: string, expected: unknown, change: (tx: Record<string, unknown>) => void): Case {
  return {
    name,
    expected,
    run: async (on) => {
      const tx = structuredClone(raw(await on.signed(() => {})))
      change(tx as unknown as Record<string, unknown>)
      return on.send(tx as RawTx)
    },
  }
}

function setCapacity(tx: ccc.Transaction, capacity: bigint): void {
  const [output] = tx.outputs
  if (output !== undefined) output.capacity = capacity
}

function addInput(tx: ccc.Transaction, on: Conformance, previousOutput: ccc.OutPointLike): void {
  const { cellOutput, outputData } = on.cell(0)
  tx.inputs.push(ccc.CellInput.from({ previousOutput, cellOutput, outputData }))
}

/** The first transaction of the genesis, which holds the code and the issued cells. */
async function deploymentTx(on: Conformance): Promise<ccc.Hex> {
  const genesis = await on.chain.rpc<{ transactions: { hash: ccc.Hex }[] }>("get_block_by_number", "0x0")
  return genesis.transactions[0]?.hash ?? "0x"
}

const firstOf = <T>(object: Record<string, unknown>, key: string) => (object[key] as T[])[0] as T

function setSince(tx: Record<string, unknown>, since: bigint): void {
  firstOf<{ since: string }>(tx, "inputs").since = ccc.numToHex(since)
}

function setOutput(tx: Record<string, unknown>, field: string, value: unknown): void {
  firstOf<Record<string, unknown>>(tx, "outputs")[field] = value
}

export const liveInputCases: Case[] = [
  changed("a live input is accepted", ACCEPTED, () => {}),
  changed("an input that never was is refused", refused(RESOLVE, "Unknown"), (tx, on) =>
    addInput(tx, on, { txHash: ELEVENS, index: 0 }),
  ),
  changed("an output that a transaction does not have is refused", refused(RESOLVE, "Unknown"), (tx, on) =>
    addInput(tx, on, { txHash: on.cell(0).outPoint.txHash, index: 999 }),
  ),
  {
    name: "an input that the chain has spent is refused",
    expected: refused(RESOLVE, "Unknown"),
    run: async (on) => {
      const txHash = await deploymentTx(on)
      // Output 7 funded the dep groups within the genesis block.
      return on.send(await on.signed((tx) => addInput(tx, on, { txHash, index: 7 })))
    },
  },
]

export const duplicateSpendCases: Case[] = [
  changed("an input named twice is refused", refused(RESOLVE, "Dead"), (tx, on) =>
    addInput(tx, on, on.cell(0).outPoint),
  ),
  {
    name: "the same transaction twice is refused as a duplicate",
    expected: refused(-1107, "already exists in transaction_pool"),
    run: async (on) => {
      const tx = await on.signed(() => {})
      await on.send(tx)
      return on.send(tx)
    },
  },
  {
    name: "a cell dep that the pool spends is refused",
    expected: refused(RESOLVE, "Dead"),
    run: async (on) => {
      await on.send(await on.signed(() => {}))
      const dep = ccc.CellDep.from({ outPoint: on.cell(0).outPoint, depType: "code" })
      return on.send(await on.signed((tx) => void tx.cellDeps.push(dep), [on.cell(1)]))
    },
  },
]

export const capacityCases: Case[] = [
  changed("outputs above the inputs are refused", refused(-1108, "Malformed Overflow"), (tx) =>
    setCapacity(tx, CELL_CAPACITY + 1n),
  ),
  changed("an output of exactly its occupied capacity is accepted", ACCEPTED, (tx, on) => {
    setCapacity(tx, 6_100_000_000n)
    tx.addOutput({ capacity: CELL_CAPACITY - 6_100_001_000n, lock: on.lock }, "0x")
  }),
  changed(
    "an output one shannon below its occupied capacity is refused",
    refused(VERIFY, "InsufficientCellCapacity"),
    (tx) => setCapacity(tx, 6_099_999_999n),
  ),
  changed("data counts as occupied", refused(VERIFY, "InsufficientCellCapacity"), (tx) => {
    setCapacity(tx, 6_100_000_000n)
    tx.outputsData = ["0x11"]
  }),
  changed("a longer lock occupies more", refused(VERIFY, "InsufficientCellCapacity"), (tx, on) => {
    const lock = ccc.Script.from({ ...on.lock, args: `${on.lock.args}00` })
    tx.outputs = [ccc.CellOutput.from({ capacity: 6_100_000_000n, lock })]
  }),
]

export const feeCases: Case[] = [
  changed("a fee of exactly 1000 shannons a KB is accepted", ACCEPTED, (tx) => setCapacity(tx, CELL_CAPACITY - 355n)),
  changed("one shannon less is refused", refused(-1104, "355 shannons"), (tx) => setCapacity(tx, CELL_CAPACITY - 354n)),
  changed("no fee is refused", refused(-1104, "only 0"), (tx) => setCapacity(tx, CELL_CAPACITY)),
]

export const depCases: Case[] = [
  changed("a lock without its dep group is refused", refused(VERIFY, "ScriptNotFound"), (tx) => {
    tx.cellDeps = []
  }),
  {
    name: "a lock without the tables that its code loads is refused",
    expected: refused(VERIFY, "see error code"),
    run: async (on) => {
      const members = await groupMembers(on)
      return on.send(
        await on.signed((tx) => {
          tx.cellDeps = members.slice(1)
        }),
      )
    },
  },
  {
    name: "code and tables as plain deps instead of the group are accepted",
    expected: ACCEPTED,
    run: async (on) => {
      const members = await groupMembers(on)
      return on.send(
        await on.signed((tx) => {
          tx.cellDeps = members
        }),
      )
    },
  },
  changed("an unknown dep is refused", refused(RESOLVE, "Unknown"), (tx) => {
    tx.cellDeps.push(ccc.CellDep.from({ outPoint: { txHash: ELEVENS, index: 0 }, depType: "code" }))
  }),
  changed("a dep group that is no list of cells is refused", refused(RESOLVE, "InvalidDepGroup"), (tx, on) => {
    tx.cellDeps.push(ccc.CellDep.from({ outPoint: on.cell(1).outPoint, depType: "depGroup" }))
  }),
  changed("the same dep twice is refused", refused(VERIFY, "DuplicateCellDeps"), (tx) => {
    tx.cellDeps.push(...tx.cellDeps.map((dep) => dep.clone()))
  }),
  {
    name: "a known header dep is accepted",
    expected: ACCEPTED,
    run: async (on) => on.send(await on.signed((tx) => void tx.headerDeps.push(on.chain.genesisHash))),
  },
  changed(
    "an unknown header dep is refused",
    refused(RESOLVE, "InvalidHeader"),
    (tx) => void tx.headerDeps.push(ELEVENS),
  ),
  changed("the same header dep twice is refused", refused(VERIFY, "DuplicateHeaderDeps"), (tx, on) => {
    tx.headerDeps.push(on.chain.genesisHash, on.chain.genesisHash)
  }),
]

/** The secp256k1 dep group, spelled out: tables, then code. */
async function groupMembers(on: Conformance): Promise<ccc.CellDep[]> {
  const group = on.chain.scripts.Secp256k1Blake160?.cellDeps[0]?.cellDep.outPoint
  const params = [{ tx_hash: group?.txHash, index: ccc.numToHex(group?.index ?? 0) }, true]
  const { cell } = await on.chain.rpc<{ cell: { data: { content: ccc.Hex } } }>("get_live_cell", ...params)
  const bytes = ccc.bytesFrom(cell.data.content).slice(4)
  return [0, 36].map((start) =>
    ccc.CellDep.from({ outPoint: ccc.OutPoint.fromBytes(bytes.slice(start, start + 36)), depType: "code" }),
  )
}
export const scriptCases: Case[] = [
  changed("an output with a lock that nobody knows is accepted: it is not run", ACCEPTED, (tx) => {
    const [output] = tx.outputs
    if (output !== undefined) output.lock = TWOS
  }),
  changed("an output with an unknown type script is refused", refused(VERIFY, "Outputs[0].Type"), (tx) => {
    const [output] = tx.outputs
    if (output !== undefined) output.type = TWOS
  }),
  {
    name: "an input with a lock that nobody can run is refused",
    expected: refused(VERIFY, "ScriptNotFound"),
    run: async (on) => {
      const txHash = await deploymentTx(on)
      // 8,400,000,000 CKB behind an all-zero code hash.
      return on.send(await on.signed((tx) => addInput(tx, on, { txHash, index: 8 })))
    },
  },
]

export const sinceCases: Case[] = [
  misshapen("a since with reserved bits is refused", refused(VERIFY, "InvalidSince"), (tx) => setSince(tx, 1n << 56n)),
  misshapen("a since with an unknown metric is refused", refused(VERIFY, "InvalidSince"), (tx) =>
    setSince(tx, 3n << 61n),
  ),
  misshapen("a far block number is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, 100_000n)),
  misshapen("a far relative block number is refused", refused(VERIFY, "Immature"), (tx) =>
    setSince(tx, (1n << 63n) + 100n),
  ),
  misshapen("a far epoch is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, (1n << 61n) + 100n)),
  misshapen("a far time is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, (2n << 61n) + 9_999_999_999n)),
  sinceBlock("the earliest block that could commit it is accepted", ACCEPTED, 3n),
  sinceBlock("one block later is refused", refused(VERIFY, "Immature"), 4n),
  {
    name: "a relative since on an uncommitted input is refused",
    expected: refused(VERIFY, "Immature"),
    run: async (on) => {
      const parent = await on.signed(() => {})
      await on.send(parent)
      return on.send(await on.signed((tx) => withSince(tx, 1n << 63n), [on.outputOf(parent)]))
    },
  },
]

function withSince(tx: ccc.Transaction, since: bigint): void {
  const [input] = tx.inputs
  if (input !== undefined) input.since = since
}

function sinceBlock(name: string, expected: unknown, ahead: bigint): Case {
  return {
    name,
    expected,
    run: async (on) => {
      const tip = BigInt(await on.chain.rpc<string>("get_tip_block_number"))
      return on.send(await on.signed((tx) => withSince(tx, tip + ahead)))
    },
  }
}

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
