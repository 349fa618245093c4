import { hashTypeByte, type RpcScript } from "../lib/chain/molecule"
import type { Cell } from "./cell"
import type { Hex } from "./hash"

const BLOCK_DIGITS = 16
const INDEX_DIGITS = 8

/**
 * Sort key of a script: code hash, hash type, args, as hex without prefix. Its prefixes are what prefix search means.
 */
export function scriptKey(script: RpcScript): string {
  const hashType = hashTypeByte(script.hash_type).toString(16).padStart(2, "0")
  return script.code_hash.slice(2) + hashType + script.args.slice(2)
}

/** Position on the chain, as a sortable string. */
export function positionKey(blockNumber: number, txIndex: number, index: number): string {
  return (
    blockNumber.toString(16).padStart(BLOCK_DIGITS, "0") +
    txIndex.toString(16).padStart(INDEX_DIGITS, "0") +
    index.toString(16).padStart(INDEX_DIGITS, "0")
  )
}

/** First place in a sorted list whose key is not below `key`. */
export function lowerBound<T>(items: readonly T[], key: string, keyOf: (item: T) => string): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyOf(items[middle] as T) < key) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Items by script, each script's in the order of the chain. Adding at the end and removing are logarithmic; a script
 * prefix finds its scripts by binary search.
 */
export class ScriptIndex<T> {
  readonly #buckets = new Map<string, T[]>()
  readonly #keys: string[] = []

  constructor(readonly keyOf: (item: T) => string) {}

  add(script: string, item: T): void {
    let bucket = this.#buckets.get(script)
    if (bucket === undefined) {
      bucket = []
      this.#buckets.set(script, bucket)
      this.#keys.splice(lowerBound(this.#keys, script, identity), 0, script)
    }
    const key = this.keyOf(item)
    const last = bucket[bucket.length - 1]
    if (last === undefined || this.keyOf(last) < key) bucket.push(item)
    else bucket.splice(lowerBound(bucket, key, this.keyOf), 0, item)
  }

  remove(script: string, item: T): void {
    const bucket = this.#buckets.get(script)
    if (bucket === undefined) return
    const at = lowerBound(bucket, this.keyOf(item), this.keyOf)
    const found = bucket[at]
    if (found !== undefined && this.keyOf(found) === this.keyOf(item)) bucket.splice(at, 1)
    if (bucket.length > 0) return
    this.#buckets.delete(script)
    this.#keys.splice(lowerBound(this.#keys, script, identity), 1)
  }

  /** Buckets of the scripts that match, in script order. */
  find(script: string, exact: boolean): { script: string; items: readonly T[] }[] {
    if (exact) {
      const items = this.#buckets.get(script)
      return items === undefined ? [] : [{ script, items }]
    }
    const found: { script: string; items: readonly T[] }[] = []
    for (let at = lowerBound(this.#keys, script, identity); at < this.#keys.length; at += 1) {
      const key = this.#keys[at] as string
      if (!key.startsWith(script)) break
      found.push({ script: key, items: this.#buckets.get(key) ?? [] })
    }
    return found
  }
}

const identity = (key: string) => key

/** An input or output of a committed transaction, as `get_transactions` lists it. */
export interface TxCell {
  txHash: Hex
  blockNumber: number
  txIndex: number
  ioIndex: number
  ioType: "input" | "output"
  cell: Cell
}
