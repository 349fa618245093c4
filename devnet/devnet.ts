import { realpathSync } from "node:fs"
import { ckbHash } from "../lib/chain/hash"
import { type Admission, admit, minReplaceFee, verifyForBlock } from "./admission"
import { type Cell, cellsOf } from "./cell"
import { Chain, type ChainSettings, type CommittedTx } from "./chain"
import { Reject, ResolveReject, rejectRbf } from "./errors"
import { genesisBlock } from "./genesis"
import { type Hex, toHex } from "./hash"
import { Indexer } from "./indexer"
import { Journal, type JournalRecord } from "./journal"
import { Pool, type PoolEntry } from "./pool"
import { type CellView, showOutPoint } from "./resolve"
import { outPointKey, Tx } from "./transaction"
import { MAX_BLOCK_BYTES } from "./verify"

/** A transaction commits this many blocks after its proposal at the earliest, and ten at the latest. */
const CLOSEST = 2
const FARTHEST = 10
const MAX_PROPOSALS = 1500
/** Room in a block beside the transactions: header, cellbase, extension. */
const BLOCK_OVERHEAD = 2_000
const PROPOSAL_BYTES = 10
const MAX_REJECTED = 10_000

/** Names the node that serves a folder. */
export function nodeId(dir: string): string {
  return `devnet-${toHex(ckbHash(new TextEncoder().encode(realpathSync(dir)))).slice(2, 18)}`
}

export type PoolStatus = "pending" | "gap" | "proposed"

/**
 * A chain, its pool and its indexer, and the only ways to change them. Every change is a journal record first, and
 * replaying the records makes the same state.
 */
export class Devnet {
  readonly chain: Chain
  readonly pool = new Pool()
  readonly indexer: Indexer
  /** Why the node refused or dropped a transaction lately. */
  readonly rejected = new Map<Hex, string>()
  readonly nodeId: string
  readonly #journal: Journal

  /** @param dir an existing folder, which only one devnet at a time may use, always with the same settings */
  constructor(dir: string, settings?: ChainSettings) {
    this.nodeId = nodeId(dir)
    this.chain = new Chain(settings)
    this.indexer = new Indexer(this.chain)
    this.#journal = new Journal(dir, genesisBlock().hash, (record) => this.#apply(record))
  }

  /** Resolves when all changes so far survive a power cut. Await it before answering a client. */
  synced(): Promise<void> {
    return this.#journal.synced()
  }

  close(): void {
    this.#journal.close()
  }

  check(tx: Tx): Admission {
    return admit(tx, this.chain, this.pool)
  }

  /** Takes a transaction into the pool. @throws Reject */
  send(tx: Tx, now: number): void {
    try {
      const { fee, cycles } = this.check(tx)
      this.#record(["t", tx.json, { fee: fee.toString(), cycles: cycles.toString(), time: now }])
    } catch (error) {
      if (error instanceof Reject && error.kind !== "Duplicated") this.#record(["j", tx.hash, error.toReason()])
      throw error
    }
  }

  /** Makes the next block: commits what was proposed early enough, and proposes what is new. */
  mine(now: number): Hex {
    const ready = this.chain.proposals(this.chain.tip + 1 - FARTHEST, this.chain.tip + 1 - CLOSEST)
    const waiting = this.chain.proposals(this.chain.tip, this.chain.tip)
    const proposals: Hex[] = []
    for (const { tx } of this.pool.entries()) {
      if (proposals.length < MAX_PROPOSALS && !ready.has(tx.shortId) && !waiting.has(tx.shortId)) {
        proposals.push(tx.shortId)
      }
    }
    const room = MAX_BLOCK_BYTES - BLOCK_OVERHEAD - proposals.length * PROPOSAL_BYTES
    const txs = this.#committable(ready, room)
    const { hash, timestamp } = this.chain.draft(now, txs, proposals)
    const content = txs.length + proposals.length > 0
    this.#record(content ? ["b", timestamp, hash, proposals, txs.map(({ tx }) => tx.hash)] : ["b", timestamp, hash])
    return hash
  }

  /** Goes back to a block of the chain. Empties the pool, as `truncate` of a ckb node does. */
  truncate(number: number): void {
    this.#record(["u", number])
  }

  clearPool(): void {
    this.#record(["x"])
  }

  /** @returns whether the pool held it */
  removeFromPool(hash: Hex): boolean {
    if (this.pool.get(hash) === undefined) return false
    this.#record(["r", hash])
    return true
  }

  poolStatus(entry: PoolEntry): PoolStatus {
    const next = this.chain.tip + 1
    if (this.chain.proposals(next - FARTHEST, next - CLOSEST).has(entry.tx.shortId)) return "proposed"
    return this.chain.proposals(next - 1, next - 1).has(entry.tx.shortId) ? "gap" : "pending"
  }

  minReplaceFee(entry: PoolEntry): bigint {
    return minReplaceFee(entry, this.pool)
  }

  /** Pool transactions whose proposal is in the window and whose inputs are live, makers before spenders. */
  #committable(ready: Set<Hex>, room: number): CommittedTx[] {
    const made = new Map<string, Cell>()
    const consumed = new Set<string>()
    const view: CellView = {
      cell: (key) => (consumed.has(key) ? "dead" : (made.get(key) ?? this.chain.liveCell(key))),
      headerExists: (hash) => this.chain.numberOf(hash) !== undefined,
    }
    const chosen: CommittedTx[] = []
    let free = room
    for (const entry of this.pool.entries()) {
      if (!ready.has(entry.tx.shortId) || entry.tx.size > free) continue
      try {
        verifyForBlock(entry.tx, view, this.chain)
      } catch (error) {
        // Its maker may not be proposed yet, or its since not reached: it waits. The pool drops it when a block kills
        // it.
        if (error instanceof Reject) continue
        throw error
      }
      for (const key of entry.inputs) consumed.add(key)
      for (const cell of cellsOf(entry.tx, this.chain.tip + 1, chosen.length + 1)) made.set(cell.key, cell)
      chosen.push({ tx: entry.tx, cycles: entry.cycles, fee: entry.fee })
      free -= entry.tx.size
    }
    return chosen
  }

  #record(record: JournalRecord): void {
    this.#journal.append(record)
    this.#apply(record)
  }

  #apply(record: JournalRecord): void {
    switch (record[0]) {
      case "t":
        this.#accept(new Tx(record[1]), record[2])
        return
      case "b":
        this.#append(record[2], record[1], record[3] ?? [], record[4] ?? [])
        return
      case "u":
        this.indexer.noteDetached(this.chain.truncate(record[1]))
        this.pool.clear()
        return
      case "r":
        this.pool.removeWithDescendants(record[1])
        return
      case "x":
        this.pool.clear()
        return
      case "j":
        this.#reject(record[1], record[2])
        return
    }
  }

  #accept(tx: Tx, details: { fee: string; cycles: string; time: number }): void {
    const inputs = tx.json.inputs.map((input) => outPointKey(input.previous_output))
    const reason = rejectRbf(`replaced by tx Byte32(${tx.hash})`).toReason()
    for (const conflict of this.pool.conflicts(inputs)) {
      for (const replaced of this.pool.removeWithDescendants(conflict.tx.hash)) {
        this.#reject(replaced.tx.hash, reason)
        this.pool.conflicted.add(replaced.tx.hash)
      }
    }
    this.pool.add(tx, { fee: BigInt(details.fee), cycles: BigInt(details.cycles), time: details.time })
  }

  #append(hash: Hex, timestamp: number, proposals: Hex[], txHashes: Hex[]): void {
    const entries = txHashes.flatMap((txHash) => this.pool.get(txHash) ?? [])
    for (const { tx } of entries) this.pool.remove(tx.hash)
    this.chain.append(hash, timestamp, entries, proposals)
    for (const { tx } of entries) this.#dropReaders(tx)
    this.indexer.sync()
  }

  /** A transaction that still reads a cell which a block has consumed can never commit. */
  #dropReaders(tx: Tx): void {
    for (const { previous_output } of tx.json.inputs) {
      for (const reader of this.pool.readers([outPointKey(previous_output)])) {
        const reason = new ResolveReject(`Dead(${showOutPoint(previous_output)})`).toReason()
        for (const dropped of this.pool.removeWithDescendants(reader.tx.hash)) this.#reject(dropped.tx.hash, reason)
      }
    }
  }

  #reject(hash: Hex, reason: string): void {
    this.rejected.delete(hash)
    this.rejected.set(hash, reason)
    if (this.rejected.size <= MAX_REJECTED) return
    const [oldest] = this.rejected.keys()
    if (oldest !== undefined) this.rejected.delete(oldest)
  }
}
