import type { ccc } from "@ckb-ccc/core"
import { fromHex, type Hex } from "@/lib/hex"
import { ckbHash } from "./hash"
import { uintLe } from "./molecule"

interface CellRef {
  txHash: Hex
  index: bigint
}

/**
 * A transaction as far as signatures look at it. CCC's has this form; one that is read from its bytes
 * (`restoreTransaction`) has it at a tenth of the price.
 */
export interface Signable {
  inputs: { previousOutput: CellRef; cellOutput?: { lock: ccc.Script } | undefined }[]
  cellDeps: { outPoint: CellRef }[]
  witnesses: Hex[]
  hash(): Hex
  toBytes(): Uint8Array
}

/** Indexes of the inputs under `lock`, or undefined when some input's lock is not known. */
export function groupOf(lock: ccc.Script, tx: Signable): number[] | undefined {
  const group: number[] = []
  for (const [index, { cellOutput }] of tx.inputs.entries()) {
    if (!cellOutput) return undefined
    if (cellOutput.lock.eq(lock)) group.push(index)
  }
  return group
}

/**
 * The sighash-all message: transaction hash, then each witness of the group (the first with its lock zeroed), then each
 * witness beyond the inputs, every one preceded by its length as a little-endian u64.
 * Source: RFC 0024 and secp256k1_blake160_sighash_all.c; Omnilock's `generate_sighash_all` and JoyID do the same.
 *
 * @param group of `groupOf`
 * @param zeroed the first witness of the group, with zeros in the place of what the message does not cover
 */
export function signingMessage(tx: Signable, group: number[], zeroed: Uint8Array): Uint8Array {
  const others = [
    ...group.slice(1).map((index) => tx.witnesses[index] ?? "0x"),
    ...tx.witnesses.slice(tx.inputs.length),
  ]
  const covered = [zeroed, ...others.map(fromHex)].flatMap((witness) => [uintLe(witness.length, 8), witness])
  return ckbHash(fromHex(tx.hash()), ...covered)
}
