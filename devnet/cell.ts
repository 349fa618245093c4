import { ckbHash } from "../lib/chain/hash"
import type { RpcOutPoint, RpcOutput, RpcScript } from "../lib/chain/molecule"
import { fromHex, type Hex, numToHex, toHex, ZERO_HASH } from "./hash"
import { outPointKey, scriptHash, type Tx } from "./transaction"

/** One output of a transaction, live or spent. */
export interface Cell {
  readonly key: string
  readonly outPoint: RpcOutPoint
  readonly output: RpcOutput
  readonly data: Hex
  readonly capacity: bigint
  readonly lockHash: Hex
  readonly typeHash: Hex | null
  /** Where it was committed; a cell of a pool transaction has none yet. */
  readonly blockNumber: number | null
  readonly txIndex: number
  readonly index: number
}

const SHANNONS_PER_BYTE = 100_000_000n
const lockHashes = new Map<string, Hex>()

/** Script hashes repeat a lot (every cell of one lock has the same), and nothing here costs more than hashing. */
export function cachedScriptHash(script: RpcScript): Hex {
  const key = `${script.code_hash}${script.hash_type}${script.args}`
  let hash = lockHashes.get(key)
  if (hash === undefined) {
    hash = scriptHash(script)
    if (lockHashes.size > 10_000) lockHashes.clear()
    lockHashes.set(key, hash)
  }
  return hash
}

export function cellsOf(tx: Tx, blockNumber: number | null, txIndex: number): Cell[] {
  return tx.json.outputs.map((output, index) => {
    const outPoint = { tx_hash: tx.hash, index: numToHex(index) }
    return {
      key: outPointKey(outPoint),
      outPoint,
      output,
      data: tx.json.outputs_data[index] ?? "0x",
      capacity: BigInt(output.capacity),
      lockHash: cachedScriptHash(output.lock),
      typeHash: output.type === null ? null : cachedScriptHash(output.type),
      blockNumber,
      txIndex,
      index,
    }
  })
}

export const byteLength = (hex: Hex) => (hex.length - 2) / 2

const scriptBytes = (script: RpcScript) => 33 + byteLength(script.args)

/** Shannons a cell must hold: one CKB for each byte of capacity field, lock, type and data (RFC 0002). */
export function occupiedCapacity(output: RpcOutput, data: Hex): bigint {
  const type = output.type === null ? 0 : scriptBytes(output.type)
  return BigInt(8 + scriptBytes(output.lock) + type + byteLength(data)) * SHANNONS_PER_BYTE
}

/** Hash by which `hash_type: data*` names code. The node shows zeros for empty data. */
export function dataHash(data: Hex): Hex {
  return data === "0x" ? ZERO_HASH : toHex(ckbHash(fromHex(data)))
}
