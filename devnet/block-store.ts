import type { Hex } from "./hash"
import { HashIndex } from "./hash-index"

const HASH_BYTES = 32

/**
 * Hash and time of every block, by number. A devnet that idles for days makes a block a second, so a block without
 * transactions costs 40 bytes here and about 30 in the index, and no object.
 */
export class BlockStore {
  #hashes = Buffer.alloc(HASH_BYTES * 1024)
  #times = new Float64Array(1024)
  #count = 0
  readonly #index = new HashIndex()

  get count(): number {
    return this.#count
  }

  push(hash: Hex, timestamp: number): void {
    if (this.#count === this.#times.length) this.#grow()
    this.#hashes.write(hash.slice(2), this.#count * HASH_BYTES, "hex")
    this.#times[this.#count] = timestamp
    this.#index.add(hash, this.#count)
    this.#count += 1
  }

  pop(): void {
    const last = this.#count - 1
    const hash = this.hashAt(last)
    if (hash !== undefined) this.#index.remove(hash, last)
    this.#count = last
  }

  hashAt(number: number): Hex | undefined {
    if (number < 0 || number >= this.#count) return undefined
    return `0x${this.#hashes.toString("hex", number * HASH_BYTES, (number + 1) * HASH_BYTES)}`
  }

  timeAt(number: number): number {
    return this.#times[number] ?? 0
  }

  numberOf(hash: Hex): number | undefined {
    return this.#index.candidates(hash).find((number) => this.hashAt(number) === hash)
  }

  #grow(): void {
    const hashes = Buffer.alloc(this.#hashes.length * 2)
    this.#hashes.copy(hashes)
    const times = new Float64Array(this.#times.length * 2)
    times.set(this.#times)
    this.#hashes = hashes
    this.#times = times
  }
}
