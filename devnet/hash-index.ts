import type { Hex } from "./hash"

/**
 * Finds the block number that belongs to a hash, in about 30 bytes an entry: keys are 31 bits of the hash, which V8
 * stores unboxed. The caller compares the whole hash, which it stores anyway.
 */
export class HashIndex {
  readonly #numbers = new Map<number, number | number[]>()

  add(hash: Hex, number: number): void {
    const key = prefix(hash)
    const known = this.#numbers.get(key)
    if (known === undefined) this.#numbers.set(key, number)
    else if (Array.isArray(known)) known.push(number)
    else if (known !== number) this.#numbers.set(key, [known, number])
  }

  remove(hash: Hex, number: number): void {
    const key = prefix(hash)
    const known = this.#numbers.get(key)
    if (Array.isArray(known))
      this.#numbers.set(
        key,
        known.filter((other) => other !== number),
      )
    else if (known === number) this.#numbers.delete(key)
  }

  /** Numbers whose hash may be this one. */
  candidates(hash: Hex): number[] {
    const known = this.#numbers.get(prefix(hash))
    if (known === undefined) return []
    return Array.isArray(known) ? known : [known]
  }
}

function prefix(hash: Hex): number {
  return Number.parseInt(hash.slice(2, 10), 16) >>> 1
}
