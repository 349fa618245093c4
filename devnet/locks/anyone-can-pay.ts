import { type Cell, cachedScriptHash } from "../cell"
import { SIGNATURE_BYTES, verifySecp256k1 } from "./secp256k1"
import { type LockGroup, readLockField, ScriptExit } from "./sighash"

const PUBKEY_HASH_BYTES = 20
const ERROR_ARGUMENTS = -1
const ERROR_ENCODING = -2
const ERROR_AMOUNT = -42
const ERROR_NO_PAIR = -44
const ERROR_DUPLICATED_INPUTS = -45
const ERROR_DUPLICATED_OUTPUTS = -46

/**
 * Anyone-can-pay (RFC 0026), of cells that hold nothing but CKB: the devnet runs no type scripts, so there are no
 * others. With a signature it is the ordinary lock; without one, each cell must come out again, and with enough more in
 * it.
 */
export function verifyAnyoneCanPay(group: LockGroup): void {
  const { args } = group
  if (args.length < PUBKEY_HASH_BYTES || args.length > PUBKEY_HASH_BYTES + 2) throw new ScriptExit(ERROR_ARGUMENTS)
  if (isSigned(group)) verifySecp256k1({ ...group, args: args.subarray(0, PUBKEY_HASH_BYTES) })
  else verifyPayment(group)
}

/** Whatever is not a signature of the right size counts as none: it is not an error. */
function isSigned(group: LockGroup): boolean {
  try {
    const { start, end } = readLockField(group)
    return end - start === SIGNATURE_BYTES
  } catch (error) {
    if (error instanceof ScriptExit) return false
    throw error
  }
}

function verifyPayment({ tx, args, cells }: LockGroup): void {
  const { outputs, outputs_data } = tx.json
  const [minimum, tokenMinimum] = [minimumAt(args, PUBKEY_HASH_BYTES), minimumAt(args, PUBKEY_HASH_BYTES + 1)]
  const lockHash = cells[0]?.lockHash
  if (cells.some((cell) => cell.data !== "0x")) throw new ScriptExit(ERROR_ENCODING)
  let paid = 0
  for (const [index, output] of outputs.entries()) {
    if (cachedScriptHash(output.lock) !== lockHash) continue
    // A cell with a type pairs with one of the same type, and there are none.
    if (output.type !== null) throw new ScriptExit(ERROR_NO_PAIR)
    if (outputs_data[index] !== "0x") throw new ScriptExit(ERROR_ENCODING)
    const more = (cell: Cell) => BigInt(output.capacity) - cell.capacity
    // With a minimum of tokens alone, the CKB may stay as they are, but never become less.
    const isEnough = (cell: Cell) => more(cell) >= minimum || (more(cell) === 0n && tokenMinimum === 0n)
    for (const [position, cell] of cells.entries()) {
      if (!isEnough(cell)) throw new ScriptExit(ERROR_AMOUNT)
      if (position > 0) throw new ScriptExit(ERROR_DUPLICATED_INPUTS)
      if (paid > 0) throw new ScriptExit(ERROR_DUPLICATED_OUTPUTS)
    }
    paid += 1
  }
  if (paid === 0) throw new ScriptExit(ERROR_NO_PAIR)
}

/** The exponent of ten at a position of the args; none when the args end before. */
function minimumAt(args: Uint8Array, position: number): bigint {
  const exponent = args[position]
  return exponent === undefined ? 0n : 10n ** BigInt(exponent)
}
