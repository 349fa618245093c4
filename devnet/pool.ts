import { type Cell, cellsOf } from "./cell"
import type { Hex } from "./hash"
import { outPointKey, type Tx } from "./transaction"

export interface PoolEntry {
  tx: Tx
  fee: bigint
  cycles: bigint
  /** When it came in, in milliseconds. */
  time: number
  outputs: Cell[]
  /** Keys of the cells it consumes. */
  inputs: string[]
  /** Keys of the cells it reads as deps. */
  deps: string[]
}

/** Transactions that are not committed yet, in the order they came: makers stand before spenders. */
export class Pool {
  readonly #entries = new Map<Hex, PoolEntry>()
  readonly #byShortId = new Map<Hex, Hex>()
  readonly #spenders = new Map<string, Hex>()
  readonly #outputs = new Map<string, Cell>()
  readonly #readers = new Map<string, Set<Hex>>()
  /** Transactions that replacement threw out, for `get_raw_tx_pool`. */
  readonly conflicted = new Set<Hex>()
  updatedAt = 0

  entries(): IterableIterator<PoolEntry> {
    return this.#entries.values()
  }

  get(hash: Hex): PoolEntry | undefined {
    return this.#entries.get(hash)
  }

  hasShortId(shortId: Hex): boolean {
    return this.#byShortId.has(shortId)
  }

  /** A cell that a pool transaction makes, spent or not. */
  output(key: string): Cell | undefined {
    return this.#outputs.get(key)
  }

  spenderOf(key: string): Hex | undefined {
    return this.#spenders.get(key)
  }

  add(tx: Tx, details: { fee: bigint; cycles: bigint; time: number }): void {
    const inputs = tx.json.inputs.map((input) => outPointKey(input.previous_output))
    const deps = tx.json.cell_deps.map((dep) => outPointKey(dep.out_point))
    const outputs = cellsOf(tx, null, 0)
    this.#entries.set(tx.hash, { tx, ...details, inputs, deps, outputs })
    this.#byShortId.set(tx.shortId, tx.hash)
    this.conflicted.delete(tx.hash)
    for (const key of inputs) this.#spenders.set(key, tx.hash)
    for (const cell of outputs) this.#outputs.set(cell.key, cell)
    for (const key of deps) {
      const readers = this.#readers.get(key)
      if (readers === undefined) this.#readers.set(key, new Set([tx.hash]))
      else readers.add(tx.hash)
    }
    this.updatedAt = Math.max(details.time, this.updatedAt)
  }

  remove(hash: Hex): void {
    const entry = this.#entries.get(hash)
    if (entry === undefined) return
    this.#entries.delete(hash)
    this.#byShortId.delete(entry.tx.shortId)
    for (const key of entry.inputs) if (this.#spenders.get(key) === hash) this.#spenders.delete(key)
    for (const cell of entry.outputs) this.#outputs.delete(cell.key)
    for (const key of entry.deps) {
      const readers = this.#readers.get(key)
      readers?.delete(hash)
      if (readers?.size === 0) this.#readers.delete(key)
    }
  }

  /** Removes a transaction and all that spend its outputs; returns them, the maker first. */
  removeWithDescendants(hash: Hex): PoolEntry[] {
    const entry = this.#entries.get(hash)
    if (entry === undefined) return []
    const removed = [entry, ...this.descendants(hash)]
    for (const { tx } of removed) this.remove(tx.hash)
    return removed
  }

  clear(): void {
    for (const hash of [...this.#entries.keys()]) this.remove(hash)
    this.conflicted.clear()
    this.updatedAt = 0
  }

  /** Entries that spend or read what this one makes, near ones first. */
  descendants(hash: Hex): PoolEntry[] {
    return this.#walk(hash, (entry) =>
      entry.outputs.flatMap((cell) =>
        [this.#spenders.get(cell.key) ?? [], ...(this.#readers.get(cell.key) ?? [])].flat(),
      ),
    )
  }

  /** Entries that make what this one spends or reads. */
  ancestors(hash: Hex): PoolEntry[] {
    return this.#walk(hash, (entry) => this.#makersOf([...entry.inputs, ...entry.deps]))
  }

  /** Entries that make the given cells, and their ancestors: what a new transaction would stand on. */
  ancestorsOf(keys: string[]): Set<Hex> {
    const found = new Set<Hex>()
    for (const maker of this.#makersOf(keys)) {
      found.add(maker)
      for (const { tx } of this.ancestors(maker)) found.add(tx.hash)
    }
    return found
  }

  /** Entries that consume one of these cells. */
  conflicts(keys: string[]): PoolEntry[] {
    const hashes = new Set(keys.flatMap((key) => this.#spenders.get(key) ?? []))
    return [...hashes].flatMap((hash) => this.#entries.get(hash) ?? [])
  }

  /** Entries that read one of these cells. */
  readers(keys: string[]): PoolEntry[] {
    const hashes = new Set(keys.flatMap((key) => [...(this.#readers.get(key) ?? [])]))
    return [...hashes].flatMap((hash) => this.#entries.get(hash) ?? [])
  }

  totals(): { size: number; cycles: bigint } {
    let size = 0
    let cycles = 0n
    for (const entry of this.#entries.values()) {
      size += entry.tx.size
      cycles += entry.cycles
    }
    return { size, cycles }
  }

  #makersOf(keys: string[]): Hex[] {
    return keys.flatMap((key) => this.#outputs.get(key)?.outPoint.tx_hash ?? [])
  }

  #walk(start: Hex, next: (entry: PoolEntry) => Hex[]): PoolEntry[] {
    const seen = new Set<Hex>([start])
    const found: PoolEntry[] = []
    const queue = [start]
    for (let hash = queue.shift(); hash !== undefined; hash = queue.shift()) {
      const entry = this.#entries.get(hash)
      if (entry === undefined) continue
      if (hash !== start) found.push(entry)
      for (const other of next(entry)) {
        if (!seen.has(other)) {
          seen.add(other)
          queue.push(other)
        }
      }
    }
    return found
  }
}
