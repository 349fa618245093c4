import { ccc } from "@ckb-ccc/core"
import { addInput, changed, ELEVENS, RESOLVE, setCapacity, TWOS, VERIFY } from "./build"
import { ACCEPTED, type Case, refused } from "./case"
import { CELL_CAPACITY, type Conformance } from "./context"

/** The first transaction of the genesis, which holds the code and the issued cells. */
async function deploymentTx(on: Conformance): Promise<ccc.Hex> {
  const genesis = await on.chain.rpc<{ transactions: { hash: ccc.Hex }[] }>("get_block_by_number", "0x0")
  return genesis.transactions[0]?.hash ?? "0x"
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
