import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import { plainCapacity } from "@/lib/plain-capacity"
import type { OutPoint, PlainCell } from "./cells"
import type { Chain } from "./chain"
import { decodeBytes } from "./decode"
import { type CosignerLock, placeholderWitness, zeroWitness } from "./locks"
import { serializeTransaction } from "./molecule"
import type { Signable } from "./signable"
import { SIGNATURE_BYTES } from "./signer"

/**
 * A transaction whose hash is final: only lock fields of witnesses are still to be filled in (RFC 0022: the hash
 * excludes them).
 */
export interface BuiltTransaction {
  tx: ccc.Transaction
  hash: Hex
  networkFee: Shannons
  inputs: OutPoint[]
}

export interface Payout {
  lock: ccc.Script
  capacity: Shannons
}

interface WithdrawalParts {
  receiver: { lock: ccc.Script; rules: CosignerLock }
  /** The receiver's own cell, which grows */
  receiverCell: PlainCell
  platformCells: PlainCell[]
  /** shannons that leave the platform's cells; the network fee comes out of them */
  amount: Shannons
  /** How many platform cells come out, as in `buildPlatformTransaction` */
  changeCells: number
  changeCapacity: Shannons
  feeRate: bigint
  extraFee: bigint
}

/**
 * The 2-2 transaction in the other direction: a cell of the receiver and cells of the platform go in, all come out with
 * changed capacities, and the receiver co-signs where their lock wants it.
 *
 * @returns undefined when the amount does not cover the network fee, or the platform's cells cannot pay it
 */
export async function buildWithdrawal(chain: Chain, parts: WithdrawalParts): Promise<BuiltTransaction | undefined> {
  const { receiver, receiverCell, platformCells, amount, changeCells, changeCapacity } = parts
  const tx = ccc.Transaction.default()
  await tx.addCellDepsOfKnownScripts(chain.client, ccc.KnownScript.Secp256k1Blake160, ...receiver.rules.knownScripts)
  tx.inputs.push(inputOf(receiverCell, receiver.lock), ...platformCells.map((cell) => inputOf(cell, chain.signer.lock)))
  tx.outputs.push(outputOf(receiver.lock, receiverCell.capacity))
  for (let i = 0; i < changeCells; i++) tx.outputs.push(outputOf(chain.signer.lock, changeCapacity))
  for (const _ of tx.outputs) tx.outputsData.push("0x")
  tx.witnesses.push(
    placeholderWitness(receiver.rules),
    platformPlaceholder(),
    ...platformCells.slice(1).map((): Hex => "0x"),
  )

  const networkFee = shannons(feeOf(tx.toBytes().length, parts.feeRate) + parts.extraFee)
  const last = sum(platformCells.map((cell) => cell.capacity)) - amount - changeCapacity * BigInt(changeCells - 1)
  if (amount <= networkFee || last < plainCapacity(chain.signer.lock)) return undefined
  tx.outputs[0] = outputOf(receiver.lock, receiverCell.capacity + amount - networkFee)
  tx.outputs[tx.outputs.length - 1] = outputOf(chain.signer.lock, last)
  return { tx, hash: tx.hash(), networkFee, inputs: outPointsOf(tx) }
}

interface PlatformParts {
  cells: PlainCell[]
  payouts: Payout[]
  /** How many platform cells come out: all but the last with `changeCapacity`, the last with what is left */
  changeCells: number
  changeCapacity: Shannons
  feeRate: bigint
  /** What the platform's signature covers beside it: a witness beyond those of the inputs */
  says?: Hex | undefined
}

/**
 * A transaction of the platform alone: its cells go in; payouts, then its own cells come out.
 *
 * @returns undefined when the cells cannot pay for it
 * @throws TransactionTooLarge
 */
export async function buildPlatformTransaction(
  chain: Chain,
  parts: PlatformParts,
): Promise<BuiltTransaction | undefined> {
  const lock = chain.signer.lock
  const tx = ccc.Transaction.default()
  await tx.addCellDepsOfKnownScripts(chain.client, ccc.KnownScript.Secp256k1Blake160)
  for (const cell of parts.cells) tx.inputs.push(inputOf(cell, lock))
  for (const payout of parts.payouts) tx.outputs.push(outputOf(payout.lock, payout.capacity))
  for (let i = 0; i < parts.changeCells; i++) tx.outputs.push(outputOf(lock, parts.changeCapacity))
  for (const _ of tx.outputs) tx.outputsData.push("0x")
  tx.witnesses.push(platformPlaceholder(), ...parts.cells.slice(1).map((): Hex => "0x"))
  if (parts.says) tx.witnesses.push(parts.says)

  const networkFee = feeOf(sizeOf(tx), parts.feeRate)
  const spent =
    sum(parts.payouts.map((payout) => payout.capacity)) + parts.changeCapacity * BigInt(parts.changeCells - 1)
  const last = sum(parts.cells.map((cell) => cell.capacity)) - spent - networkFee
  if (last < plainCapacity(lock)) return undefined
  tx.outputs[tx.outputs.length - 1] = outputOf(lock, last)
  return { tx, hash: tx.hash(), networkFee: shannons(networkFee), inputs: outPointsOf(tx) }
}

/**
 * The same transaction of the platform alone with a higher fee, which its last output, the platform's own, bears: the
 * same inputs, so that of the two only one can ever commit, and the same payouts.
 *
 * @param by shannons
 * @returns undefined when the platform's last output cannot bear it
 */
export function raiseFee(chain: Chain, bytes: Uint8Array, by: Shannons): ccc.Transaction | undefined {
  const lock = chain.signer.lock
  const tx = ccc.Transaction.fromBytes(bytes)
  for (const input of tx.inputs) {
    // The capacity is not part of any signature's message.
    input.cellOutput = outputOf(lock, 0n)
    input.outputData = "0x"
  }
  const change = tx.outputs.at(-1)
  if (!change?.lock.eq(lock) || change.capacity - by < plainCapacity(lock)) return undefined
  change.capacity -= by
  tx.setWitnessAt(0, platformPlaceholder())
  return tx
}

/** What a transaction of so many bytes pays the network at a rate, in shannons. */
export function feeAt(bytes: { length: number }, feeRate: bigint): Shannons {
  return shannons(feeOf(bytes.length, feeRate))
}

/** The least rate at which a transaction of so many bytes pays `fee`, in shannons per 1,000 bytes. */
export function rateFor(bytes: { length: number }, fee: Shannons): bigint {
  const weight = weightOf(bytes.length)
  return (fee * 1_000n + weight - 1n) / weight
}

/**
 * Restores a stored transaction for signing. Molecule keeps no input cells, so the locks, which decide the signature
 * groups, are put back: `locks[i]` belongs to input i.
 *
 * Its inputs, dependencies and outputs are fixed; whoever puts a witness in finds it in `toBytes`.
 */
export function restoreTransaction(bytes: Uint8Array, locks: (index: number, inputs: number) => ccc.Script): Signable {
  const { tx, hash, raw } = decodeBytes(bytes)
  return {
    inputs: tx.inputs.map(({ previousOutput }, index) => ({
      previousOutput,
      cellOutput: { lock: locks(index, tx.inputs.length) },
    })),
    cellDeps: tx.cellDeps,
    witnesses: tx.witnesses,
    hash: () => hash,
    toBytes() {
      return serializeTransaction(raw, this.witnesses)
    },
  }
}

/** The cells that a transaction spends. */
export function outPointsOf(tx: Pick<Signable, "inputs">): OutPoint[] {
  return tx.inputs.map(({ previousOutput }) => ({ txHash: previousOutput.txHash, index: Number(previousOutput.index) }))
}

/** The cells whose code it runs with: live when the chain takes it, or it is refused. */
export function dependenciesOf(tx: Pick<Signable, "cellDeps">): OutPoint[] {
  return tx.cellDeps.map(({ outPoint }) => ({ txHash: outPoint.txHash, index: Number(outPoint.index) }))
}

/** `dependenciesOf` a stored transaction. */
export function dependenciesOfBytes(bytes: Uint8Array): OutPoint[] {
  return dependenciesOf(decodeBytes(bytes).tx)
}

/** Below the 512,000 bytes that a node takes (ckb, `tx_pool`: TRANSACTION_SIZE_LIMIT). */
const MAX_BYTES = 500_000

/** No node takes a transaction of this size: fewer cells, or fewer receivers, must do. */
export class TransactionTooLarge extends Error {
  constructor(bytes: number) {
    super(`a transaction of ${bytes} bytes is larger than the chain takes`)
  }
}

function sizeOf(tx: ccc.Transaction): number {
  const { length } = tx.toBytes()
  if (length > MAX_BYTES) throw new TransactionTooLarge(length)
  return length
}

/** Fee in shannons, rounded up. */
export function feeOf(bytes: number, feeRate: bigint): bigint {
  return (weightOf(bytes) * feeRate + 999n) / 1_000n
}

/** The node weighs the serialized transaction plus the 4 bytes that it takes up in a block. */
function weightOf(bytes: number): bigint {
  return BigInt(bytes + 4)
}

function inputOf(cell: PlainCell, lock: ccc.Script): ccc.CellInput {
  return ccc.CellInput.from({
    previousOutput: cell.outPoint,
    cellOutput: outputOf(lock, cell.capacity),
    outputData: "0x",
  })
}

/** Not `CellOutput.from`, which would raise a capacity of zero to the occupied one by itself. */
function outputOf(lock: ccc.Script, capacity: bigint): ccc.CellOutput {
  return new ccc.CellOutput(capacity, lock)
}

export function platformPlaceholder(): Hex {
  return zeroWitness(SIGNATURE_BYTES)
}

/** What stands beyond the witnesses of the inputs of a payment's transaction: the commitment to who is paid. */
export function commitmentOf(bytes: Uint8Array): Hex {
  const { tx } = decodeBytes(bytes)
  const commitment = tx.witnesses[tx.inputs.length]
  if (commitment === undefined) throw new Error("this transaction has no commitment: it is no payment's")
  return commitment
}
