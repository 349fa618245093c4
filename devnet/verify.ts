import { hashTypeByte } from "../lib/chain/molecule"
import { occupiedCapacity } from "./cell"
import { rejectLowFee, rejectMalformed, rejectSize, VerificationReject } from "./errors"
import { numToHex } from "./hash"
import { NULL_OUT_POINT } from "./header"
import type { ResolvedTx } from "./resolve"
import { outPointKey, type Tx } from "./transaction"

/** Largest transaction the pool takes, in bytes. */
export const TX_SIZE_LIMIT = 512_000
export const MAX_BLOCK_BYTES = 597_000
/** Shannons for 1000 bytes: to get in, and to get in instead of another. */
export const MIN_FEE_RATE = 1000n
export const MIN_RBF_RATE = 1500n

const PERMITTED_HASH_TYPES = [0, 1, 2, 4]

export const feeAtRate = (rate: bigint, size: number) => (rate * BigInt(size)) / 1000n

function refuse(inner: string): never {
  throw new VerificationReject("Transaction", inner)
}

/** What can be said about a transaction without the chain, in the node's order. */
export function verifyAlone(tx: Tx): void {
  const { json } = tx
  if (json.version !== "0x0") refuse(`MismatchedVersion: expected 0, got ${Number(json.version)}`)
  if (tx.size > MAX_BLOCK_BYTES) {
    refuse(
      `ExceededMaximumBlockBytes: expected transaction serialized size (${tx.size}) < block size limit (${MAX_BLOCK_BYTES})`,
    )
  }
  if (json.inputs.length === 0) refuse("Empty(Inputs)")
  if (json.outputs.length === 0) refuse("Empty(Outputs)")
  verifyDistinctDeps(tx)
  if (json.outputs.length !== json.outputs_data.length) {
    refuse(
      `OutputsDataLengthMismatch: expected outputs data length (${json.outputs_data.length}) = outputs length (${json.outputs.length})`,
    )
  }
  for (const output of json.outputs) {
    verifyHashType("lock", output.lock.hash_type)
    if (output.type !== null) verifyHashType("type", output.type.hash_type)
  }
  if (
    json.inputs.length === 1 &&
    json.inputs.some(({ previous_output }) => outPointKey(previous_output) === NULL_KEY)
  ) {
    throw rejectMalformed("cellbase like", "")
  }
  if (tx.size > TX_SIZE_LIMIT) throw rejectSize(tx.size, TX_SIZE_LIMIT)
}

const NULL_KEY = outPointKey(NULL_OUT_POINT)

function verifyHashType(kind: string, hashType: string): void {
  const byte = hashTypeByte(hashType)
  if (!PERMITTED_HASH_TYPES.includes(byte)) {
    refuse(`The ${kind} script hash type ${byte} is not permitted by the current consensus rules.`)
  }
}

function verifyDistinctDeps({ json }: Tx): void {
  const seenDeps = new Set<string>()
  for (const { out_point, dep_type } of json.cell_deps) {
    const key = outPointKey(out_point) + dep_type
    if (seenDeps.has(key)) {
      const index = Number(out_point.index).toString(16).padStart(8, "0")
      refuse(
        `DuplicateCellDeps(OutPoint { tx_hash: Byte32(${out_point.tx_hash}), index: Uint32(0x${swapBytes(index)}) })`,
      )
    }
    seenDeps.add(key)
  }
  const seenHeaders = new Set<string>()
  for (const hash of json.header_deps) {
    if (seenHeaders.has(hash)) refuse(`DuplicateHeaderDeps(Byte32(${hash}))`)
    seenHeaders.add(hash)
  }
}

/** The node shows an index by its stored, little-endian bytes. */
function swapBytes(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join("")
}

const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n)

/** @returns shannons that the inputs hold more than the outputs */
export function feeOf(resolved: ResolvedTx): bigint {
  const incoming = sum(resolved.inputs.map((cell) => cell.capacity))
  const outgoing = sum(resolved.tx.json.outputs.map((output) => BigInt(output.capacity)))
  if (outgoing > incoming) throw rejectMalformed("Overflow", "expect (outputs capacity) <= (inputs capacity)")
  return incoming - outgoing
}

export function verifyMinFee(tx: Tx, fee: bigint): void {
  const needed = feeAtRate(MIN_FEE_RATE, tx.size)
  if (fee < needed) throw rejectLowFee(MIN_FEE_RATE, needed, fee)
}

/** Every output holds at least what it occupies (RFC 0002). */
export function verifyCapacity(tx: Tx): void {
  tx.json.outputs.forEach((output, index) => {
    const occupied = occupiedCapacity(output, tx.json.outputs_data[index] ?? "0x")
    if (BigInt(output.capacity) < occupied) {
      refuse(
        `InsufficientCellCapacity(Outputs[${index}]): expected occupied capacity (${numToHex(occupied)}) <= capacity (${output.capacity})`,
      )
    }
  })
}
