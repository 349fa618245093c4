import { ckbHash } from "../lib/chain/hash"
import {
  type RpcCellDep,
  type RpcInput,
  type RpcOutPoint,
  type RpcOutput,
  type RpcScript,
  type RpcTransaction,
  serializeRaw,
  serializeScript,
  serializeTransaction,
} from "../lib/chain/molecule"
import { type Hex, numToHex, toHex } from "./hash"
import { parseArray, parseBytes, parseHash, parseStruct, parseUint, parseUint32, parseVariant } from "./json"

/** `data` = 0, `type` = 1, and `dataN` = 2N (RFC 0032 and later): what the node's parser knows, permitted or not. */
const HASH_TYPES = ["data", "type", ...Array.from({ length: 127 }, (_, version) => `data${version + 1}`)]

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
    this.serialized = serializeTransaction(raw, json.witnesses)
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
