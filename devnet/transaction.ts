import { ckbHash, concat, fromHex, type Hex, numToHex, toHex, uintLe } from "./hash"
import { parseArray, parseBytes, parseHash, parseStruct, parseUint, parseUint32, parseVariant } from "./json"

export interface RpcScript {
  code_hash: Hex
  hash_type: string
  args: Hex
}
export interface RpcOutPoint {
  tx_hash: Hex
  index: Hex
}
export interface RpcOutput {
  capacity: Hex
  lock: RpcScript
  type: RpcScript | null
}
export interface RpcCellDep {
  out_point: RpcOutPoint
  dep_type: "code" | "dep_group"
}
export interface RpcInput {
  previous_output: RpcOutPoint
  since: Hex
}
export interface RpcTransaction {
  version: Hex
  cell_deps: RpcCellDep[]
  header_deps: Hex[]
  inputs: RpcInput[]
  outputs: RpcOutput[]
  outputs_data: Hex[]
  witnesses: Hex[]
}

/** `data` = 0, `type` = 1, and `dataN` = 2N (RFC 0032 and later): what the node's parser knows, permitted or not. */
const HASH_TYPES = ["data", "type", ...Array.from({ length: 127 }, (_, version) => `data${version + 1}`)]

export function hashTypeByte(hashType: string): number {
  if (hashType === "type") return 1
  return hashType === "data" ? 0 : Number(hashType.slice("data".length)) * 2
}

const hash = (value: unknown) => parseHash(value)
const uint32 = (value: unknown) => numToHex(parseUint32(value))
const uint64 = (value: unknown) => numToHex(parseUint(value, 64))

export function parseScript(value: unknown): RpcScript {
  const hashType = (raw: unknown) => parseVariant(raw, HASH_TYPES)
  return parseStruct("Script", value, { code_hash: hash, hash_type: hashType, args: parseBytes }, {}, "refused")
}

export function parseOutPoint(value: unknown): RpcOutPoint {
  return parseStruct("OutPoint", value, { tx_hash: hash, index: uint32 }, {}, "refused")
}

function parseOutput(value: unknown): RpcOutput {
  return parseStruct("CellOutput", value, { capacity: uint64, lock: parseScript }, { type: parseScript }, "refused")
}

function parseInput(value: unknown): RpcInput {
  return parseStruct("CellInput", value, { since: uint64, previous_output: parseOutPoint }, {}, "refused")
}

function parseCellDep(value: unknown): RpcCellDep {
  const depType = (raw: unknown) => parseVariant(raw, ["code", "dep_group"] as const)
  return parseStruct("CellDep", value, { out_point: parseOutPoint, dep_type: depType }, {}, "refused")
}

const listOf =
  <T>(item: (value: unknown) => T) =>
  (value: unknown) =>
    parseArray(value, item)

/** Reads a transaction as strictly as the node does: every field present, none unknown, canonical hex. */
export function parseTransaction(value: unknown): RpcTransaction {
  const fields = {
    version: uint32,
    cell_deps: listOf(parseCellDep),
    header_deps: listOf(hash),
    inputs: listOf(parseInput),
    outputs: listOf(parseOutput),
    outputs_data: listOf(parseBytes),
    witnesses: listOf(parseBytes),
  }
  return parseStruct("Transaction", value, fields, {}, "refused")
}

// Molecule (RFC 0008). Only the types that a transaction is made of.

function table(fields: Uint8Array[]): Uint8Array {
  const header = 4 * (fields.length + 1)
  const offsets: Uint8Array[] = []
  let end = header
  for (const field of fields) {
    offsets.push(uintLe(end, 4))
    end += field.length
  }
  return concat(uintLe(end, 4), ...offsets, ...fields)
}

/** A dynvec has a table's layout: full size, offsets, items. */
const dynvec = table
const fixvec = (items: Uint8Array[]) => concat(uintLe(items.length, 4), ...items)
export const moleculeBytes = (hex: Hex) => concat(uintLe((hex.length - 2) / 2, 4), fromHex(hex))

export function serializeScript(script: RpcScript): Uint8Array {
  return table([fromHex(script.code_hash), Uint8Array.of(hashTypeByte(script.hash_type)), moleculeBytes(script.args)])
}

export function serializeOutPoint(outPoint: RpcOutPoint): Uint8Array {
  return concat(fromHex(outPoint.tx_hash), uintLe(Number(outPoint.index), 4))
}

export function serializeInput(input: RpcInput): Uint8Array {
  return concat(uintLe(BigInt(input.since), 8), serializeOutPoint(input.previous_output))
}

function serializeOutput(output: RpcOutput): Uint8Array {
  const type = output.type === null ? new Uint8Array() : serializeScript(output.type)
  return table([uintLe(BigInt(output.capacity), 8), serializeScript(output.lock), type])
}

function serializeRaw(tx: RpcTransaction): Uint8Array {
  return table([
    uintLe(BigInt(tx.version), 4),
    fixvec(
      tx.cell_deps.map((dep) =>
        concat(serializeOutPoint(dep.out_point), Uint8Array.of(dep.dep_type === "code" ? 0 : 1)),
      ),
    ),
    fixvec(tx.header_deps.map(fromHex)),
    fixvec(tx.inputs.map(serializeInput)),
    dynvec(tx.outputs.map(serializeOutput)),
    dynvec(tx.outputs_data.map(moleculeBytes)),
  ])
}

export function scriptHash(script: RpcScript): Hex {
  return toHex(ckbHash(serializeScript(script)))
}

/** Identifies an out point as a map key. */
export function outPointKey(outPoint: { tx_hash: Hex; index: Hex }): string {
  return outPoint.tx_hash + outPoint.index
}

/** A transaction with what the node computes about it once. Immutable. */
export class Tx {
  readonly hash: Hex
  /** Hash over the witnesses too: two signings of one transaction differ in it. */
  readonly witnessHash: Hex
  /** The first 10 bytes of the hash, by which blocks propose. */
  readonly shortId: Hex
  /** Bytes in a block: the serialized transaction and its 4-byte offset. Fees are priced on it. */
  readonly size: number
  readonly serialized: Uint8Array

  constructor(readonly json: RpcTransaction) {
    const raw = serializeRaw(json)
    this.serialized = table([raw, dynvec(json.witnesses.map(moleculeBytes))])
    this.hash = toHex(ckbHash(raw))
    this.witnessHash = toHex(ckbHash(this.serialized))
    this.shortId = this.hash.slice(0, 22) as Hex
    this.size = this.serialized.length + 4
  }

  /** The shape RPC replies show: keys in the node's (alphabetical) order, with the hash. */
  view(): Record<string, unknown> {
    const { cell_deps, header_deps, inputs, outputs, outputs_data, version, witnesses } = this.json
    return { cell_deps, hash: this.hash, header_deps, inputs, outputs, outputs_data, version, witnesses }
  }
}
