import type { Chain } from "./chain"
import { rejectAncestors, rejectDuplicated, rejectRbf } from "./errors"
import type { Hex } from "./hash"
import { verifyMaturity } from "./maturity"
import type { Pool, PoolEntry } from "./pool"
import { type CellView, type ResolvedTx, resolveTx } from "./resolve"
import { runScripts } from "./run-scripts"
import { verifySince } from "./since"
import { outPointKey, type Tx } from "./transaction"
import { feeAtRate, feeOf, MIN_RBF_RATE, verifyAlone, verifyCapacity, verifyMinFee } from "./verify"

/** The longest chain of uncommitted transactions: a node allows this many, whatever its configuration says. */
const MAX_ANCESTORS = 1000
const MAX_REPLACED = 100
/** The next block proposes a transaction, and two blocks later is the earliest that one commits it. */
const EARLIEST_COMMIT = 3

export interface Admission {
  fee: bigint
  cycles: bigint
}

/** Cells as the pool sees them: what pool transactions make counts as live, what they consume as dead. */
function poolView(chain: Chain, pool: Pool, ignoreSpends: boolean): CellView {
  return {
    cell: (key) => {
      if (!ignoreSpends && pool.spenderOf(key) !== undefined) return "dead"
      return pool.output(key) ?? chain.liveCell(key)
    },
    headerExists: (hash) => chain.numberOf(hash) !== undefined,
  }
}

/** Cells as the chain holds them. */
export function chainView(chain: Chain): CellView {
  return { cell: (key) => chain.liveCell(key), headerExists: (hash) => chain.numberOf(hash) !== undefined }
}

/**
 * Everything a node checks before it takes a transaction, in the node's order. Changes nothing.
 *
 * @throws Reject
 */
export function admit(tx: Tx, chain: Chain, pool: Pool): Admission {
  verifyAlone(tx)
  if (pool.get(tx.hash) !== undefined || pool.hasShortId(tx.shortId)) throw rejectDuplicated(tx.hash)
  const inputs = tx.json.inputs.map((input) => outPointKey(input.previous_output))
  const conflicts = pool.conflicts(inputs)
  const resolved = resolveTx(tx, poolView(chain, pool, conflicts.length > 0))
  const fee = feeOf(resolved)
  verifyMinFee(tx, fee)
  verifyMaturity(resolved, chain)
  verifySince(resolved, chain, chain.tip + EARLIEST_COMMIT)
  verifyCapacity(tx)
  const cycles = runScripts(resolved)
  if (conflicts.length > 0) verifyReplacement(tx, fee, conflicts, chain, pool)
  if (pool.ancestorsOf(inputs).size + 1 > MAX_ANCESTORS) throw rejectAncestors()
  return { fee, cycles }
}

/** The checks that a block makes again; signatures cannot have changed since. */
export function verifyForBlock(tx: Tx, view: CellView, chain: Chain): ResolvedTx {
  const resolved = resolveTx(tx, view)
  feeOf(resolved)
  verifySince(resolved, chain, chain.tip + 1)
  verifyCapacity(tx)
  return resolved
}

/** A dry run against the chain, without the pool's rules: what `estimate_cycles` does. */
export function estimate(tx: Tx, chain: Chain): bigint {
  return runScripts(resolveTx(tx, chainView(chain)))
}

/** Transactions that leave when this entry is replaced: the entry itself and all that stand on it. */
function withDescendants(pool: Pool, entries: PoolEntry[]): PoolEntry[] {
  const all = new Map<Hex, PoolEntry>()
  for (const entry of entries) {
    for (const gone of [entry, ...pool.descendants(entry.tx.hash)]) all.set(gone.tx.hash, gone)
  }
  return [...all.values()]
}

/** The least fee that replaces this entry at the same size: all replaced fees, and 1.5 shannons a byte. */
export function minReplaceFee(entry: PoolEntry, pool: Pool): bigint {
  return replaceFee(withDescendants(pool, [entry]), entry.tx.size)
}

function replaceFee(replaced: PoolEntry[], size: number): bigint {
  return replaced.reduce((total, { fee }) => total + fee, 0n) + feeAtRate(MIN_RBF_RATE, size)
}

/**
 * Replace-by-fee, by ckb's rules: the newcomer adds only committed inputs, throws out at most a hundred transactions,
 * does not read what it throws out, and pays for all of them.
 */
function verifyReplacement(tx: Tx, fee: bigint, conflicts: PoolEntry[], chain: Chain, pool: Pool): void {
  const replacedInputs = new Set(conflicts.flatMap((entry) => entry.inputs))
  const foreign = tx.json.inputs.filter(({ previous_output }) => !replacedInputs.has(outPointKey(previous_output)))
  if (foreign.some(({ previous_output }) => chain.transaction(previous_output.tx_hash) === undefined)) {
    throw rejectRbf("new Tx contains unconfirmed inputs")
  }
  const replaced = withDescendants(pool, conflicts)
  if (replaced.length > MAX_REPLACED) {
    throw rejectRbf(`Tx conflict with too many txs, conflict txs count: ${replaced.length}, expect <= ${MAX_REPLACED}`)
  }
  const gone = new Set(replaced.map((entry) => entry.tx.hash))
  if (tx.json.cell_deps.some((dep) => gone.has(dep.out_point.tx_hash))) {
    throw rejectRbf("new Tx contains cell deps from conflicts")
  }
  const needed = replaceFee(replaced, tx.size)
  if (fee < needed) {
    throw rejectRbf(`Tx's current fee is ${fee}, expect it to >= ${needed} to replace old txs`)
  }
}
