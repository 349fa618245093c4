import { type Shannons, sum } from "@/lib/money"
import { changeCells } from "@/lib/pool/change-cells"

interface Payable {
  amount: Shannons
}

interface Cell {
  capacity: Shannons
}

interface PlanInput<R extends Payable, C extends Cell> {
  /** In the order in which they should be paid */
  receivers: R[]
  /** In the order in which they should be spent */
  cells: C[]
  /** The most cells that may go in, so that the rest stays for senders */
  maxCells: number
  /** What each cell that comes out should hold */
  cellCapacity: Shannons
  /** shannons: the most that may be paid in all */
  maxAmount: Shannons | undefined
  /** How many cells the pool lacks; they are made from what is left */
  missingCells: number
  /** The most cells that may come out */
  maxChange: number
  /** shannons per 1,000 bytes */
  feeRate: bigint
}

interface Plan<R, C> {
  receivers: R[]
  cells: C[]
  /** How many platform cells come out */
  changeCells: number
}

/** Bytes of a transaction without inputs and outputs, of an input, and of an output with the longest usual lock. */
const BASE_BYTES = 400n
const INPUT_BYTES = 60n
const OUTPUT_BYTES = 160n

/**
 * Chooses whom to pay now and from which cells: as many receivers as the cells can pay, then as few cells as can pay
 * them, then as many cells out as went in, or more when the pool lacks some, as long as each can hold `cellCapacity`.
 *
 * @returns undefined when no receiver can be paid
 */
export function planSettlement<R extends Payable, C extends Cell>(input: PlanInput<R, C>): Plan<R, C> | undefined {
  const usable = input.cells.slice(0, input.maxCells)
  const most = (cells: number) => Math.min(cells + input.missingCells, input.maxChange)
  const reserve = (receivers: number, cells: number) =>
    input.cellCapacity +
    ((BASE_BYTES + INPUT_BYTES * BigInt(cells) + OUTPUT_BYTES * BigInt(receivers + most(cells))) * input.feeRate) /
      1_000n
  const funds = sum(usable.map((cell) => cell.capacity))

  const receivers: R[] = []
  let due = 0n
  for (const receiver of input.receivers) {
    // A receiver whom the cells or the limit cannot pay now does not make those behind them wait.
    if (input.maxAmount !== undefined && due + receiver.amount > input.maxAmount) continue
    if (due + receiver.amount + reserve(receivers.length + 1, usable.length) > funds) continue
    receivers.push(receiver)
    due += receiver.amount
  }
  if (receivers.length === 0) return undefined

  const cells: C[] = []
  let taken = 0n
  for (const cell of usable) {
    cells.push(cell)
    taken += cell.capacity
    if (taken >= due + reserve(receivers.length, cells.length)) break
  }
  const left = taken - due - reserve(receivers.length, cells.length) + input.cellCapacity
  return { receivers, cells, changeCells: changeCells(left, input.cellCapacity, most(cells.length)) }
}
