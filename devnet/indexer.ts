import type { Cell } from "./cell"
import type { BlockBody, Chain, DetachedBlock } from "./chain"
import type { Hex } from "./hash"
import { positionKey, ScriptIndex, scriptKey, type TxCell } from "./script-index"
import { outPointKey } from "./transaction"

const cellKey = (cell: Cell) => positionKey(cell.blockNumber ?? 0, cell.txIndex, cell.index)
const txCellKey = (entry: TxCell) =>
  positionKey(entry.blockNumber, entry.txIndex, entry.ioIndex) + (entry.ioType === "input" ? "00" : "01")

/**
 * The node's cell index. It follows the chain by itself and, like ckb's, asks only for the block after its own tip: so
 * after `truncate` it keeps answering from the old branch until the chain has grown past its tip.
 */
export class Indexer {
  readonly cells = { lock: new ScriptIndex<Cell>(cellKey), type: new ScriptIndex<Cell>(cellKey) }
  readonly txs = { lock: new ScriptIndex<TxCell>(txCellKey), type: new ScriptIndex<TxCell>(txCellKey) }
  #tip = -1
  #tipHash: Hex = "0x"
  /** Blocks that were indexed and then left the chain, newest first: what has to be undone. */
  readonly #stale: DetachedBlock[] = []

  constructor(readonly chain: Chain) {
    this.#apply(0)
    this.sync()
  }

  get tip(): { number: number; hash: Hex } {
    return { number: this.#tip, hash: this.#tipHash }
  }

  /** Remembers how to undo the blocks of a truncated branch that were indexed. */
  noteDetached(blocks: DetachedBlock[]): void {
    for (const block of blocks) {
      if (block.number === this.#tip - this.#stale.length) this.#stale.push(block)
    }
  }

  sync(): void {
    while (this.#tip < this.chain.tip) {
      const stale = this.#stale.shift()
      if (stale === undefined) this.#apply(this.#tip + 1)
      else this.#rollback(stale)
    }
  }

  #apply(number: number): void {
    const body = this.chain.bodyAt(number)
    if (body !== undefined) {
      for (const cell of body.created) this.#each(cell, (kind, key) => this.cells[kind].add(key, cell))
      for (const cell of body.consumed) this.#each(cell, (kind, key) => this.cells[kind].remove(key, cell))
      for (const entry of history(body, number)) {
        this.#each(entry.cell, (kind, key) => this.txs[kind].add(key, entry))
      }
    }
    this.#tip = number
    this.#tipHash = this.chain.hashAt(number) ?? "0x"
  }

  #rollback(block: DetachedBlock): void {
    const { body } = block
    if (body !== undefined) {
      for (const entry of history(body, block.number)) {
        this.#each(entry.cell, (kind, key) => this.txs[kind].remove(key, entry))
      }
      for (const cell of body.consumed) this.#each(cell, (kind, key) => this.cells[kind].add(key, cell))
      for (const cell of body.created) this.#each(cell, (kind, key) => this.cells[kind].remove(key, cell))
    }
    this.#tip = block.number - 1
    this.#tipHash = this.#stale[0]?.hash ?? this.chain.hashAt(this.#tip) ?? "0x"
  }

  #each(cell: Cell, act: (kind: "lock" | "type", key: string) => void): void {
    act("lock", scriptKey(cell.output.lock))
    if (cell.output.type !== null) act("type", scriptKey(cell.output.type))
  }
}

/** Inputs and outputs of a block's transactions, in the order `get_transactions` lists them. */
function history(body: BlockBody, blockNumber: number): TxCell[] {
  const spent = new Map(body.consumed.map((cell) => [cell.key, cell]))
  const made = new Map(body.created.map((cell) => [cell.key, cell]))
  const first = blockNumber === 0 ? 0 : 1
  const rewards = body.created
    .filter((cell) => cell.txIndex === 0 && blockNumber > 0)
    .map((cell): TxCell => {
      const { tx_hash: txHash } = cell.outPoint
      return { txHash, blockNumber, txIndex: 0, ioIndex: cell.index, ioType: "output", cell }
    })
  const entries = body.txs.flatMap(({ tx }, position) => {
    const base = { txHash: tx.hash, blockNumber, txIndex: position + first }
    const inputs = tx.json.inputs.flatMap((input, ioIndex): TxCell[] => {
      const cell = spent.get(outPointKey(input.previous_output))
      return cell === undefined ? [] : [{ ...base, ioIndex, ioType: "input", cell }]
    })
    const outputs = tx.json.outputs.flatMap((_, ioIndex): TxCell[] => {
      const cell = made.get(`${tx.hash}0x${ioIndex.toString(16)}`)
      return cell === undefined ? [] : [{ ...base, ioIndex, ioType: "output", cell }]
    })
    return [...inputs, ...outputs]
  })
  return [...rewards, ...entries]
}
