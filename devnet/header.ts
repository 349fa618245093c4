import { ckbHash, merkleRoot } from "../lib/chain/hash"
import {
  concat,
  moleculeBytes,
  type RpcHeader,
  type RpcScript,
  serializeNonce,
  serializeRawHeader,
  serializeScript,
  uintLe,
} from "../lib/chain/molecule"
import { fromHex, type Hex, numToHex, toHex, ZERO_HASH } from "./hash"
import { Tx } from "./transaction"

export const EPOCH_LENGTH = 1000
const COMPACT_TARGET = 0x20010000
/** The DAO field of the genesis. The devnet has no NervosDAO, so it stays. */
const DAO: Hex = "0x04171af1d242a12e0000c16ff286230066cbed490e000000003724aecc0aff06"

export interface HeaderParts {
  number: number
  parentHash: Hex
  timestamp: number
  txs: Tx[]
  proposals: Hex[]
}

/** Number, index and length of the epoch, packed as in RFC 0017. The genesis is epoch 0 without a length. */
export function epochOf(number: number): bigint {
  if (number === 0) return 0n
  const epoch = BigInt(Math.floor(number / EPOCH_LENGTH))
  return (BigInt(EPOCH_LENGTH) << 40n) | (BigInt(number % EPOCH_LENGTH) << 24n) | epoch
}

/** 32 bytes that a real chain fills with the root of its header tree (RFC 0044). Here they only tell blocks apart. */
export function extensionOf(parentHash: Hex): Hex {
  return toHex(ckbHash(fromHex(parentHash)))
}

/**
 * Builds a header whose hash covers the block, by the rules of RFC 0027: raw header fields and nonce, all fixed size,
 * hashed together.
 */
export function buildHeader(parts: HeaderParts): { header: RpcHeader; serialized: Uint8Array } {
  const genesis = parts.number === 0
  const transactionsRoot = ckbHash(
    merkleRoot(parts.txs.map((tx) => fromHex(tx.hash))),
    merkleRoot(parts.txs.map((tx) => fromHex(tx.witnessHash))),
  )
  const proposalsHash =
    parts.proposals.length === 0 ? fromHex(ZERO_HASH) : ckbHash(...parts.proposals.map((id) => fromHex(id)))
  const extension = ckbHash(fromHex(extensionOf(parts.parentHash)))
  const extraHash = genesis ? fromHex(ZERO_HASH) : ckbHash(fromHex(ZERO_HASH), extension)
  const raw = {
    compact_target: numToHex(COMPACT_TARGET),
    dao: DAO,
    epoch: numToHex(epochOf(parts.number)),
    extra_hash: toHex(extraHash),
    number: numToHex(parts.number),
    parent_hash: parts.parentHash,
    proposals_hash: toHex(proposalsHash),
    timestamp: numToHex(parts.timestamp),
    transactions_root: toHex(transactionsRoot),
    version: "0x0" as Hex,
  }
  const nonce = "0x0"
  const serialized = concat(serializeRawHeader(raw), serializeNonce({ nonce }))
  return { header: { ...raw, hash: toHex(ckbHash(serialized)), nonce }, serialized }
}

/** The out point that a cellbase "spends". */
export const NULL_OUT_POINT = { tx_hash: ZERO_HASH, index: "0xffffffff" as Hex }

/** Who is paid for blocks, and how much: nobody, unless the chain is told. */
export interface Reward {
  lock: RpcScript
  capacity: bigint
}
/** A reward is paid eleven blocks later, when its amount is certain (RFC 0020). */
const FIRST_REWARD = 12

/**
 * The first transaction of a block. Without a reward it pays nobody, as in the first eleven blocks of any CKB chain,
 * so that an idle chain makes no cells. The message in the witness is what ckb puts there, its version.
 */
export function cellbase(number: number, minerLock: RpcScript, reward?: Reward): Tx {
  const paid = reward !== undefined && number >= FIRST_REWARD
  const lock = serializeScript(minerLock)
  const message = moleculeBytes(toHex(new TextEncoder().encode("micro-pay devnet")))
  const witness = concat(
    uintLe(12 + lock.length + message.length, 4),
    uintLe(12, 4),
    uintLe(12 + lock.length, 4),
    lock,
    message,
  )
  return new Tx({
    version: "0x0",
    cell_deps: [],
    header_deps: [],
    inputs: [{ previous_output: NULL_OUT_POINT, since: numToHex(number) }],
    outputs: paid ? [{ capacity: numToHex(reward.capacity), lock: reward.lock, type: null }] : [],
    outputs_data: paid ? ["0x"] : [],
    witnesses: [toHex(witness)],
  })
}
