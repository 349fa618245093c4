import { ckbHash } from "../lib/chain/hash"
import {
  concat,
  type RpcOutput,
  type RpcScript,
  serializeInput,
  serializeOutPoint,
  uintLe,
} from "../lib/chain/molecule"
import { type Hex, numToHex, toHex, ZERO_HASH } from "./hash"
import { buildHeader, cellbase, NULL_OUT_POINT, type Reward } from "./header"
import { Tx } from "./transaction"

const NOBODY: RpcScript = { code_hash: ZERO_HASH, hash_type: "data", args: "0x" }
const TYPE_ID: Hex = "0x00000000000000000000000000000000000000000000000000545950455f4944"
const SECP: Hex = "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8"
const CKB = 100_000_000n

/** The lock that a real dev node mines to: the second public dev key. */
export const MINER_LOCK: RpcScript = {
  code_hash: SECP,
  hash_type: "type",
  args: "0x470dcdc5e44064909650113a274b3b36aecb6dc7",
}

/** A dev chain's reward for a block, about: what the network pays is not modelled. */
const REWARD = 1_917n * CKB

export function rewardTo(args: Hex): Reward {
  return { lock: { ...MINER_LOCK, args }, capacity: REWARD }
}

/**
 * Scripts deployed at genesis, in the order of a dev chain's `transactions[0]` (outputs 1 to 6). Code is not run here
 * but checked natively, so a cell holds a name where a real chain holds a binary; the type ids, and with them the code
 * hashes, depend on positions only and are the real ones.
 */
const SYSTEM_CELLS = [
  { name: "secp256k1_blake160_sighash_all", typeId: true, ckb: 100_000n },
  { name: "dao", typeId: true, ckb: 16_000n },
  { name: "secp256k1_data", typeId: false, ckb: 1_048_617n },
  { name: "secp256k1_blake160_multisig_all", typeId: true, ckb: 100_000n },
  { name: "omni_lock", typeId: true, ckb: 200_000n },
  { name: "anyone_can_pay", typeId: true, ckb: 200_000n },
]
const SECP_DATA_OUTPUT = 3
/** Outputs of `transactions[0]` that the dep groups join with the secp256k1 tables. */
const DEP_GROUPS = [1, 4, 5, 6]
const DEP_GROUP_CAPACITY = 117n * CKB

const ISSUED: { ckb: bigint; lock: RpcScript }[] = [
  { ckb: 8_400_000_000n, lock: { ...NOBODY, args: "0x62e907b15cbf27d5425399ebf6f0fb50ebb88f18" } },
  {
    ckb: 20_000_000_000n,
    lock: { code_hash: SECP, hash_type: "type", args: "0xc8328aabcd9b9e8e64fbc566c4385c3bdeb219d7" },
  },
  { ckb: 5_198_735_037n, lock: MINER_LOCK },
]

const text = (value: string) => toHex(new TextEncoder().encode(value))

function typeId(output: number): RpcScript {
  const input = serializeInput({ previous_output: NULL_OUT_POINT, since: "0x0" })
  return { code_hash: TYPE_ID, hash_type: "type", args: toHex(ckbHash(input, uintLe(output, 8))) }
}

function deployment(): Tx {
  const outputs: RpcOutput[] = [{ capacity: numToHex(54n * CKB), lock: NOBODY, type: null }]
  const data: Hex[] = [text("micro-pay dev")]
  for (const cell of SYSTEM_CELLS) {
    const type = cell.typeId ? typeId(outputs.length) : null
    outputs.push({ capacity: numToHex(cell.ckb * CKB), lock: NOBODY, type })
    data.push(text(`native ${cell.name}`))
  }
  // A real genesis funds the transaction that makes the dep groups from a cell here; it is spent in the same block.
  outputs.push({
    capacity: numToHex(DEP_GROUP_CAPACITY * BigInt(DEP_GROUPS.length)),
    lock: { code_hash: SECP, hash_type: "data", args: MINER_LOCK.args },
    type: null,
  })
  data.push("0x")
  for (const issued of ISSUED) {
    outputs.push({ capacity: numToHex(issued.ckb * CKB), lock: issued.lock, type: null })
    data.push("0x")
  }
  return new Tx({ ...cellbase(0, NOBODY).json, outputs, outputs_data: data })
}

function depGroups(deployed: Tx): Tx {
  const outPoint = (index: number) => ({ tx_hash: deployed.hash, index: numToHex(index) })
  const members = (code: number) =>
    toHex(concat(uintLe(2, 4), serializeOutPoint(outPoint(SECP_DATA_OUTPUT)), serializeOutPoint(outPoint(code))))
  return new Tx({
    version: "0x0",
    cell_deps: [],
    header_deps: [],
    inputs: [{ previous_output: outPoint(SYSTEM_CELLS.length + 1), since: "0x0" }],
    outputs: DEP_GROUPS.map(() => ({ capacity: numToHex(DEP_GROUP_CAPACITY), lock: NOBODY, type: null })),
    outputs_data: DEP_GROUPS.map(members),
    witnesses: [],
  })
}

export interface Genesis {
  hash: Hex
  txs: Tx[]
  /** `transactions[1]`: its outputs 0..3 are the dep groups of secp256k1, multisig, Omnilock and anyone-can-pay. */
  depGroupTx: Hex
  /** Out point of the secp256k1 tables, which the native locks expect among the deps as the real binaries do. */
  secpData: { tx_hash: Hex; index: Hex }
}

let cached: Genesis | undefined

/** Block 0: always the same, so that a client may keep its hash. */
export function genesisBlock(): Genesis {
  if (cached === undefined) {
    const deployed = deployment()
    const groups = depGroups(deployed)
    const txs = [deployed, groups]
    const { header } = buildHeader({ number: 0, parentHash: ZERO_HASH, timestamp: 0, txs, proposals: [] })
    const secpData = { tx_hash: deployed.hash, index: numToHex(SECP_DATA_OUTPUT) }
    cached = { hash: header.hash, txs, depGroupTx: groups.hash, secpData }
  }
  return cached
}
