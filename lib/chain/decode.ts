import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import { ckbHash } from "./hash"

// A transaction in the shape that CCC's wallets take (`TransactionLike`), read without CCC: the same lines check what
// the pages have signed, and what programs have that bring no CCC.

export type HashType = "data" | "type" | "data1" | "data2"
export interface Script {
  codeHash: Hex
  hashType: HashType
  args: Hex
}
export interface OutPoint {
  txHash: Hex
  index: bigint
}
export interface CellOutput {
  /** shannons */
  capacity: bigint
  lock: Script
  type?: Script | undefined
}
export interface Transaction {
  version: bigint
  cellDeps: { outPoint: OutPoint; depType: "code" | "depGroup" }[]
  headerDeps: Hex[]
  inputs: { previousOutput: OutPoint; since: bigint }[]
  outputs: CellOutput[]
  outputsData: Hex[]
  witnesses: Hex[]
}

/** These bytes are no transaction, or could be read as two different ones. */
export class MalformedTransaction extends Error {
  override readonly name = "MalformedTransaction"
}

/** What a transaction's bytes say. */
export interface Decoded {
  tx: Transaction
  hash: Hex
  /** What its hash is made of: all but the witnesses; a view into its bytes */
  raw: Uint8Array
}

/**
 * Reads a Molecule-serialized transaction (RFC 0008) and computes its hash (RFC 0022). Strict: a structure has one
 * serialization, so that whoever reads these bytes reads the same.
 *
 * @param rawTx 0x-hex
 * @throws MalformedTransaction
 */
export function decodeTransaction(rawTx: string): Decoded {
  if (!/^0x(?:[0-9a-f]{2})*$/.test(rawTx)) throw new MalformedTransaction("not bytes in hex")
  return decodeBytes(hexToBytes(rawTx.slice(2)))
}

/** As `decodeTransaction`, of bytes. @throws MalformedTransaction */
export function decodeBytes(transaction: Uint8Array): Decoded {
  const [raw, witnesses] = table(transaction, 2)
  const [version, cellDeps, headerDeps, inputs, outputs, outputsData] = table(raw, 6)
  const tx: Transaction = {
    version: uint(version, 4),
    cellDeps: fixvec(cellDeps, 37).map((dep) => ({
      outPoint: outPoint(dep.subarray(0, 36)),
      depType: oneOf(["code", "depGroup"], dep[36]),
    })),
    headerDeps: fixvec(headerDeps, 32).map(hex),
    inputs: fixvec(inputs, 44).map((input) => ({
      since: uint(input.subarray(0, 8), 8),
      previousOutput: outPoint(input.subarray(8)),
    })),
    outputs: dynvec(outputs).map(output),
    outputsData: dynvec(outputsData).map(bytes),
    witnesses: dynvec(witnesses).map(bytes),
  }
  return { tx, hash: hex(ckbHash(raw)), raw }
}

/**
 * The lock field of a witness (WitnessArgs), as a view into these bytes: who changes it changes the witness.
 *
 * @throws MalformedTransaction where there is none
 */
export function lockFieldOf(witness: Uint8Array): Uint8Array {
  const [field] = table(witness, 3)
  if (size(field) !== field.length - 4) throw new MalformedTransaction("a witness's field of another length")
  return field.subarray(4)
}

/** A script's hash (RFC 0022): what a lock is called by. */
export function scriptHash({ codeHash, hashType, args }: Script): Hex {
  const content = hexToBytes(args.slice(2))
  const length = u32(content.length)
  const fields = [hexToBytes(codeHash.slice(2)), Uint8Array.of(HASH_TYPES.indexOf(hashType)), length, content]
  return hex(ckbHash(u32(53 + content.length), u32(16), u32(48), u32(49), ...fields))
}

/** By its byte; RFC 0032 and later. */
const HASH_TYPES: (HashType | undefined)[] = ["data", "type", "data1", undefined, "data2"]

export function isSameScript(a: Script, b: Script): boolean {
  return a.codeHash === b.codeHash && a.hashType === b.hashType && a.args === b.args
}

export function readScript(field: Uint8Array): Script {
  const [codeHash, hashType, args] = table(field, 3)
  if (codeHash.length !== 32 || hashType.length !== 1) throw new MalformedTransaction("a script's field is too long")
  return { codeHash: hex(codeHash), hashType: readHashType(hashType[0]), args: bytes(args) }
}

/** @throws MalformedTransaction for one that this does not know */
export function readHashType(byte: number | undefined): HashType {
  return oneOf(HASH_TYPES, byte)
}

function output(field: Uint8Array): CellOutput {
  const [capacity, lock, type] = table(field, 3)
  return {
    capacity: uint(capacity, 8),
    lock: readScript(lock),
    ...(type.length > 0 ? { type: readScript(type) } : {}),
  }
}

function outPoint(field: Uint8Array): OutPoint {
  return { txHash: hex(field.subarray(0, 32)), index: uint(field.subarray(32), 4) }
}

function oneOf<T extends string>(names: readonly (T | undefined)[], byte = -1): T {
  const name = names[byte]
  if (name === undefined) throw new MalformedTransaction("a kind that is not known")
  return name
}

const hex = (field: Uint8Array): Hex => `0x${bytesToHex(field)}`

function u32(value: number): Uint8Array {
  const field = new Uint8Array(4)
  new DataView(field.buffer).setUint32(0, value, true)
  return field
}

function uint(field: Uint8Array, length: number): bigint {
  if (field.length !== length) throw new MalformedTransaction("a number of another length")
  return field.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function size(field: Uint8Array, at = 0): number {
  if (field.length < at + 4) throw new MalformedTransaction("it ends too early")
  return new DataView(field.buffer, field.byteOffset, field.byteLength).getUint32(at, true)
}

type Fields<N extends number> = N extends 2
  ? [Uint8Array, Uint8Array]
  : N extends 3
    ? [Uint8Array, Uint8Array, Uint8Array]
    : [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]

/** Full size, offsets, items that follow each other without a gap. */
function table<N extends 2 | 3 | 6>(field: Uint8Array, count: N): Fields<N> {
  const items = dynvec(field)
  if (items.length !== count) throw new MalformedTransaction(`${items.length} fields where ${count} should be`)
  return items as Fields<N>
}

function dynvec(field: Uint8Array): Uint8Array[] {
  if (size(field) !== field.length) throw new MalformedTransaction("its length is another one than it says")
  if (field.length === 4) return []
  const head = size(field, 4)
  if (head < 8 || head % 4 !== 0 || head > field.length)
    throw new MalformedTransaction("its fields do not follow each other")
  const starts = Array.from({ length: head / 4 - 1 }, (_, item) => size(field, 4 * (item + 1)))
  return starts.map((start, item) => {
    const end = starts[item + 1] ?? field.length
    if (start > end || end > field.length) throw new MalformedTransaction("its fields do not follow each other")
    return field.subarray(start, end)
  })
}

function fixvec(field: Uint8Array, itemLength: number): Uint8Array[] {
  const count = size(field)
  if (field.length !== 4 + count * itemLength) throw new MalformedTransaction("a list of another length")
  return Array.from({ length: count }, (_, item) => field.subarray(4 + item * itemLength, 4 + (item + 1) * itemLength))
}

function bytes(field: Uint8Array): Hex {
  if (size(field) !== field.length - 4) throw new MalformedTransaction("bytes of another length")
  return hex(field.subarray(4))
}
