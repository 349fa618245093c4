import { ckbHash } from "../../lib/chain/hash"
import { concat, uintLe } from "../../lib/chain/molecule"
import type { Cell } from "../cell"
import { fromHex, type Hex } from "../hash"
import type { Tx } from "../transaction"

/** Inputs of one transaction that share a lock; the script runs once for them all. */
export interface LockGroup {
  tx: Tx
  /** Positions of the group's inputs, ascending. */
  inputs: number[]
  /** What they spend, in the same order. */
  cells: Cell[]
  args: Uint8Array
}

/** Exit code of a script; the node reports it as `see error code N`. */
export class ScriptExit extends Error {
  constructor(readonly code: number) {
    super(`script exits with ${code}`)
  }
}

const witnessBytes = (hex: Hex) => (hex.length - 2) / 2

/** Size-prefixed witness, as the sighash covers it. */
function covered(witness: Uint8Array): Uint8Array {
  return concat(uintLe(witness.length, 8), witness)
}

/**
 * The message of a "sighash all" lock: transaction hash, the group's witnesses with the lock field of the first one
 * zeroed, and every witness beyond the inputs (RFC 0024).
 *
 * @param lock where the lock field's bytes lie in the first witness
 */
export function sighashAll(group: LockGroup, first: Uint8Array, lock: { start: number; end: number }): Uint8Array {
  const { witnesses, inputs } = group.tx.json
  const blank = Uint8Array.from(first)
  blank.fill(0, lock.start, lock.end)
  const parts = [fromHex(group.tx.hash), covered(blank)]
  for (const position of group.inputs.slice(1)) {
    const witness = witnesses[position]
    if (witness !== undefined) parts.push(covered(fromHex(witness)))
  }
  for (const witness of witnesses.slice(inputs.length)) parts.push(covered(fromHex(witness)))
  return ckbHash(...parts)
}

const ERROR_ENCODING = -2
const ERROR_SYSCALL = -3
const ERROR_WITNESS_SIZE = -22
const MAX_WITNESS_BYTES = 32_768

/**
 * The group's first witness and where its lock field lies.
 *
 * @throws ScriptExit -3 when the witness is missing, -22 when it is too long, -2 when it is no WitnessArgs with a lock
 */
export function readLockField(group: LockGroup): { witness: Uint8Array; start: number; end: number } {
  const hex = group.tx.json.witnesses[group.inputs[0] ?? 0]
  if (hex === undefined) throw new ScriptExit(ERROR_SYSCALL)
  if (witnessBytes(hex) > MAX_WITNESS_BYTES) throw new ScriptExit(ERROR_WITNESS_SIZE)
  const witness = Buffer.from(fromHex(hex))
  const fields = tableFields(witness, 3)
  const lock = fields?.[0]
  if (fields === null || lock === undefined || !fields.every((field) => isBytesOption(witness, field))) {
    throw new ScriptExit(ERROR_ENCODING)
  }
  if (lock.start === lock.end) throw new ScriptExit(ERROR_ENCODING)
  return { witness, start: lock.start + 4, end: lock.end }
}

/** Fields of a Molecule table that has exactly this many; null when the bytes are anything else. */
export function tableFields(bytes: Buffer, count: number): { start: number; end: number }[] | null {
  const header = 4 * (count + 1)
  if (bytes.length < header || bytes.readUInt32LE(0) !== bytes.length || bytes.readUInt32LE(4) !== header) return null
  const offsets = Array.from({ length: count }, (_, field) => bytes.readUInt32LE(4 * (field + 1)))
  const fields = offsets.map((start, field) => ({ start, end: offsets[field + 1] ?? bytes.length }))
  return fields.every(({ start, end }) => start >= header && start <= end && end <= bytes.length) ? fields : null
}

function isBytesOption(bytes: Buffer, field: { start: number; end: number }): boolean {
  const size = field.end - field.start
  return size === 0 || (size >= 4 && bytes.readUInt32LE(field.start) === size - 4)
}
