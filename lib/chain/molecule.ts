import type { Hex } from "../hex"

// Transactions and headers as a node writes them in JSON, and their Molecule bytes (RFC 0008), of which their hashes
// are made. No alias in the imports: the devnet, which runs apart, uses this file too.

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
export interface RpcHeader {
  compact_target: Hex
  dao: Hex
  epoch: Hex
  extra_hash: Hex
  hash: Hex
  nonce: Hex
  number: Hex
  parent_hash: Hex
  proposals_hash: Hex
  timestamp: Hex
  transactions_root: Hex
  version: Hex
}

/**
 * Bytes of a hex text, which must be written as a node writes it: else two texts would have the same hash, and one
 * that is compared as a text ("is this our lock?") could say one thing and be hashed as another.
 */
function bytes(hex: unknown, length?: number): Uint8Array {
  if (typeof hex !== "string" || !/^0x(?:[0-9a-f]{2})*$/.test(hex)) throw new TypeError("not bytes in hex")
  if (length !== undefined && hex.length !== 2 + 2 * length) throw new TypeError(`not ${length} bytes`)
  return Buffer.from(hex.slice(2), "hex")
}

/** Little-endian bytes of a number in hex without redundant zeros, as a node writes it. */
function uint(hex: unknown, length: number): Uint8Array {
  if (typeof hex !== "string" || !/^0x(?:0|[1-9a-f][0-9a-f]*)$/.test(hex)) throw new TypeError("not a number in hex")
  if (hex.length > 2 + 2 * length) throw new TypeError(`a number of more than ${length} bytes`)
  return Buffer.from(hex.slice(2).padStart(2 * length, "0"), "hex").reverse()
}

/** Little-endian bytes of an unsigned integer, as Molecule stores numbers. */
export function uintLe(value: number | bigint, length: number): Uint8Array {
  return uint(`0x${value.toString(16)}`, length)
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts)
}

/** A table, or a vector of items of different lengths, which is laid out alike: full size, offsets, items. */
export function table(fields: Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(4 * (fields.length + 1))
  let end = header.length
  fields.forEach((field, position) => {
    header.writeUInt32LE(end, 4 * (position + 1))
    end += field.length
  })
  header.writeUInt32LE(end, 0)
  return concat(header, ...fields)
}

const fixvec = (items: Uint8Array[]) => concat(uintLe(items.length, 4), ...items)

/** A vector of bytes. */
export function moleculeBytes(hex: Hex): Uint8Array {
  const content = bytes(hex)
  return concat(uintLe(content.length, 4), content)
}

/** `data` = 0, `type` = 1, and `dataN` = 2N (RFC 0032 and later). */
export function hashTypeByte(hashType: string): number {
  if (hashType === "type") return 1
  if (hashType === "data") return 0
  const version = /^data([1-9]\d{0,2})$/.exec(hashType)?.[1]
  if (version === undefined || Number(version) > 127) throw new TypeError("not a hash type")
  return Number(version) * 2
}

const DEP_TYPES = ["code", "dep_group"]

function depTypeByte(depType: string): number {
  const byte = DEP_TYPES.indexOf(depType)
  if (byte < 0) throw new TypeError("not a dep type")
  return byte
}

export function serializeScript(script: RpcScript): Uint8Array {
  const hashType = Uint8Array.of(hashTypeByte(script.hash_type))
  return table([bytes(script.code_hash, 32), hashType, moleculeBytes(script.args)])
}

export function serializeOutPoint(outPoint: RpcOutPoint): Uint8Array {
  return concat(bytes(outPoint.tx_hash, 32), uint(outPoint.index, 4))
}

export function serializeInput(input: RpcInput): Uint8Array {
  return concat(uint(input.since, 8), serializeOutPoint(input.previous_output))
}

function serializeOutput(output: RpcOutput): Uint8Array {
  const type = output.type === null ? new Uint8Array() : serializeScript(output.type)
  return table([uint(output.capacity, 8), serializeScript(output.lock), type])
}

/**
 * What a transaction's hash is made of: all but the witnesses. @throws TypeError when it is not written as a node
 * does
 */
export function serializeRaw(tx: Omit<RpcTransaction, "witnesses">): Uint8Array {
  return table([
    uint(tx.version, 4),
    fixvec(
      tx.cell_deps.map((dep) => concat(serializeOutPoint(dep.out_point), Uint8Array.of(depTypeByte(dep.dep_type)))),
    ),
    fixvec(tx.header_deps.map((hash) => bytes(hash, 32))),
    fixvec(tx.inputs.map(serializeInput)),
    table(tx.outputs.map(serializeOutput)),
    table(tx.outputs_data.map(moleculeBytes)),
  ])
}

/** The whole transaction. @param raw `serializeRaw` of the same one */
export function serializeTransaction(raw: Uint8Array, witnesses: Hex[]): Uint8Array {
  return table([raw, table(witnesses.map(moleculeBytes))])
}

/** What miners work on: a header without its nonce (RFC 0027: all fields have a fixed size). */
export function serializeRawHeader(header: Omit<RpcHeader, "hash" | "nonce">): Uint8Array {
  return concat(
    uint(header.version, 4),
    uint(header.compact_target, 4),
    uint(header.timestamp, 8),
    uint(header.number, 8),
    uint(header.epoch, 8),
    bytes(header.parent_hash, 32),
    bytes(header.transactions_root, 32),
    bytes(header.proposals_hash, 32),
    bytes(header.extra_hash, 32),
    bytes(header.dao, 32),
  )
}

/** 16 bytes */
export function serializeNonce({ nonce }: Pick<RpcHeader, "nonce">): Uint8Array {
  return uint(nonce, 16)
}
