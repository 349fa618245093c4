import type { RpcHeader } from "../lib/chain/molecule"
import { BlockStore } from "./block-store"
import { type Cell, cellsOf } from "./cell"
import { genesisBlock, MINER_LOCK } from "./genesis"
import { type Hex, ZERO_HASH } from "./hash"
import { HashIndex } from "./hash-index"
import { buildHeader, cellbase, type Reward } from "./header"
import { outPointKey, type Tx } from "./transaction"

export interface CommittedTx {
  tx: Tx
  cycles: bigint
  fee: bigint
}

/** What a block holds beside its cellbase. Most blocks have none. */
export interface BlockBody {
  txs: CommittedTx[]
  proposals: Hex[]
  created: Cell[]
  consumed: Cell[]
}

export interface Block {
  number: number
  hash: Hex
  parentHash: Hex
  timestamp: number
  txs: Tx[]
  proposals: Hex[]
  /** Cycles of each transaction but the cellbase. */
  cycles: bigint[]
}

export interface TxLocation {
  tx: Tx
  blockNumber: number
  txIndex: number
  cycles: bigint | null
}

export interface DetachedBlock {
  number: number
  hash: Hex
  body: BlockBody | undefined
}

const MEDIAN_TIME_BLOCKS = 37

export interface ChainSettings {
  /** Who is paid for blocks; nobody when absent */
  reward?: Reward
  /** How long after its block a reward cannot be spent, packed as in RFC 0017 */
  cellbaseMaturity: bigint
}

/** The canonical chain: blocks, committed transactions and live cells. */
export class Chain {
  readonly #blocks = new BlockStore()
  readonly #bodies = new Map<number, BlockBody>()
  readonly #txs = new Map<Hex, TxLocation>()
  readonly #live = new Map<string, Cell>()
  readonly #cellbases = new HashIndex()

  /** @param settings the same for all of a chain's life */
  constructor(readonly settings: ChainSettings = { cellbaseMaturity: 0n }) {
    const genesis = genesisBlock()
    const txs = genesis.txs.map((tx) => ({ tx, cycles: 0n, fee: 0n }))
    this.#attach(0, { txs, proposals: [] })
    this.#blocks.push(genesis.hash, 0)
  }

  get tip(): number {
    return this.#blocks.count - 1
  }

  get tipHash(): Hex {
    return this.#blocks.hashAt(this.tip) ?? ZERO_HASH
  }

  hashAt(number: number): Hex | undefined {
    return this.#blocks.hashAt(number)
  }

  numberOf(hash: Hex): number | undefined {
    return this.#blocks.numberOf(hash)
  }

  timeAt(number: number): number {
    return this.#blocks.timeAt(number)
  }

  bodyAt(number: number): BlockBody | undefined {
    return this.#bodies.get(number)
  }

  liveCell(key: string): Cell | undefined {
    return this.#live.get(key)
  }

  /** The next block, without adding it. */
  draft(timestamp: number, txs: CommittedTx[], proposals: Hex[]): { hash: Hex; timestamp: number } {
    const number = this.tip + 1
    const time = Math.max(timestamp, this.timeAt(this.tip) + 1)
    const all = [this.#cellbase(number), ...txs.map((committed) => committed.tx)]
    const { header } = buildHeader({ number, parentHash: this.tipHash, timestamp: time, txs: all, proposals })
    return { hash: header.hash, timestamp: time }
  }

  append(hash: Hex, timestamp: number, txs: CommittedTx[], proposals: Hex[]): void {
    this.#attach(this.tip + 1, { txs, proposals })
    this.#blocks.push(hash, timestamp)
  }

  /** Goes back to a block. Returns what was detached, newest first. */
  truncate(number: number): DetachedBlock[] {
    const detached: DetachedBlock[] = []
    while (this.tip > number) {
      const tip = this.tip
      const body = this.#bodies.get(tip)
      if (body !== undefined) this.#detach(tip, body)
      detached.push({ number: tip, hash: this.tipHash, body })
      this.#blocks.pop()
    }
    return detached
  }

  transaction(hash: Hex): TxLocation | undefined {
    const known = this.#txs.get(hash)
    if (known !== undefined) return known
    for (const blockNumber of this.#cellbases.candidates(hash)) {
      const tx = this.#cellbase(blockNumber)
      if (tx.hash === hash && blockNumber <= this.tip) return { tx, blockNumber, txIndex: 0, cycles: null }
    }
    return undefined
  }

  block(number: number): Block | undefined {
    const hash = this.hashAt(number)
    if (hash === undefined) return undefined
    const body = this.#bodies.get(number)
    const committed = body?.txs ?? []
    const txs = committed.map(({ tx }) => tx)
    return {
      number,
      hash,
      parentHash: this.hashAt(number - 1) ?? ZERO_HASH,
      timestamp: this.timeAt(number),
      txs: number === 0 ? txs : [this.#cellbase(number), ...txs],
      proposals: body?.proposals ?? [],
      cycles: number === 0 ? [] : committed.map(({ cycles }) => cycles),
    }
  }

  header(number: number): { header: RpcHeader; serialized: Uint8Array } | undefined {
    const block = this.block(number)
    return block === undefined ? undefined : buildHeader(block)
  }

  /** Short ids proposed in blocks `from` to `to`, both included. */
  proposals(from: number, to: number): Set<Hex> {
    const ids = new Set<Hex>()
    for (let number = Math.max(from, 1); number <= to; number += 1) {
      for (const id of this.#bodies.get(number)?.proposals ?? []) ids.add(id)
    }
    return ids
  }

  /** Median of the last 37 block times up to a block, in milliseconds (RFC 0017). */
  medianTime(number: number): number {
    const times: number[] = []
    for (let at = number; at >= 0 && times.length < MEDIAN_TIME_BLOCKS; at -= 1) times.push(this.timeAt(at))
    times.sort((a, b) => a - b)
    return times[times.length >> 1] ?? 0
  }

  #cellbase(number: number): Tx {
    const { reward } = this.settings
    const tx = cellbase(number, reward?.lock ?? MINER_LOCK, reward)
    if (!this.#cellbases.candidates(tx.hash).includes(number)) this.#cellbases.add(tx.hash, number)
    return tx
  }

  #attach(number: number, content: { txs: CommittedTx[]; proposals: Hex[] }): void {
    const rewards = number === 0 ? [] : cellsOf(this.#cellbase(number), number, 0)
    if (content.txs.length === 0 && content.proposals.length === 0 && rewards.length === 0) return
    const body: BlockBody = { ...content, created: [...rewards], consumed: [] }
    for (const cell of rewards) this.#live.set(cell.key, cell)
    const first = number === 0 ? 0 : 1
    content.txs.forEach(({ tx, cycles }, position) => {
      const txIndex = position + first
      for (const input of tx.json.inputs) {
        const cell = this.#live.get(outPointKey(input.previous_output))
        if (cell === undefined) continue // only the genesis cellbase has an input without a cell
        this.#live.delete(cell.key)
        body.consumed.push(cell)
      }
      for (const cell of cellsOf(tx, number, txIndex)) {
        this.#live.set(cell.key, cell)
        body.created.push(cell)
      }
      this.#txs.set(tx.hash, { tx, blockNumber: number, txIndex, cycles: number === 0 ? null : cycles })
    })
    this.#bodies.set(number, body)
  }

  #detach(number: number, body: BlockBody): void {
    // Consumed cells come back first: one that was made in this same block is removed again right after.
    for (const cell of body.consumed) this.#live.set(cell.key, cell)
    for (const cell of body.created) this.#live.delete(cell.key)
    for (const { tx } of body.txs) this.#txs.delete(tx.hash)
    this.#bodies.delete(number)
  }
}
