import { estimate } from "../admission"
import type { Devnet } from "../devnet"
import { Reject, RpcCode, RpcError } from "../errors"
import { type Hex, numToHex, toHex } from "../hash"
import { parseBool, parseHash, parseOptional, parseParam, parseUint, parseUint32, parseVariant } from "../json"
import type { PoolEntry } from "../pool"
import { MULTISIG_CODE_HASH, SIGHASH_CODE_HASH } from "../scripts"
import { parseTransaction, Tx } from "../transaction"
import { MIN_FEE_RATE, MIN_RBF_RATE, TX_SIZE_LIMIT } from "../verify"
import type { Method, Methods } from "./method"

const MAX_POOL_BYTES = 180_000_000

function readTx(value: unknown): Tx {
  return new Tx(parseParam("tx", value, parseTransaction))
}

/** When the client asks for it, refuses outputs whose lock is none of the two that every chain has. */
function validateOutputs(tx: Tx, validator: unknown): void {
  const parse = (value: unknown) => parseVariant(value, ["passthrough", "well_known_scripts_only"])
  if ((parseOptional("outputs_validator", validator, parse) ?? "passthrough") === "passthrough") return
  tx.json.outputs.forEach(({ lock, type }, index) => {
    const known = lock.hash_type === "type" && [SIGHASH_CODE_HASH, MULTISIG_CODE_HASH].includes(lock.code_hash)
    const error = known ? (type === null ? null : "NotWellKnownTypeScript") : "NotWellKnownLockScript"
    if (error === null) return
    throw new RpcError(
      RpcCode.outputsValidator,
      "PoolRejectedTransactionByOutputsValidator: The transaction is rejected by OutputsValidator set in params[1]: well_known_scripts_only. Please check the related information in https://github.com/nervosnetwork/ckb/wiki/Transaction-%C2%BB-Default-Outputs-Validator",
      JSON.stringify(`output index: ${index}, error: ${error}`),
    )
  })
}

function orRpcError<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof Reject ? error.toRpcError() : error
  }
}

const sendTransaction: Method["call"] = (devnet, [value, validator]) => {
  const tx = readTx(value)
  validateOutputs(tx, validator)
  orRpcError(() => devnet.send(tx, Date.now()))
  return tx.hash
}

const testAccept: Method["call"] = (devnet, [value, validator]) => {
  const tx = readTx(value)
  validateOutputs(tx, validator)
  const { cycles, fee } = orRpcError(() => devnet.check(tx))
  return { cycles: numToHex(cycles), fee: numToHex(fee) }
}

/** A dry run reports the same codes as the pool, in barer words. */
const estimateCycles: Method["call"] = (devnet, [value]) => {
  const tx = new Tx(parseTransaction(value))
  try {
    return { cycles: numToHex(estimate(tx, devnet.chain)) }
  } catch (error) {
    if (!(error instanceof Reject)) throw error
    const bare = error.description.replace(/^(Resolve failed|Verification failed) /, "")
    const debug = error.debug.replace(/^(?:Resolve|Verification)\((.*)\)$/s, "$1")
    throw new RpcError(error.code, `${error.codeName}: ${bare}`, debug)
  }
}

const NO_STATUS = { block_hash: null, block_number: null, reason: null, tx_index: null }

function poolReply(devnet: Devnet, entry: PoolEntry): Record<string, unknown> {
  const status = devnet.poolStatus(entry)
  return {
    cycles: numToHex(entry.cycles),
    fee: numToHex(entry.fee),
    min_replace_fee: status === "proposed" ? null : numToHex(devnet.minReplaceFee(entry)),
    time_added_to_pool: numToHex(entry.time),
    tx_status: { ...NO_STATUS, status: status === "proposed" ? "proposed" : "pending" },
  }
}

const getTransaction: Method["call"] = (devnet, [value, level, committed]) => {
  const hash = parseParam("tx_hash", value, (raw) => parseHash(raw))
  const verbosity = parseOptional("verbosity", level, parseUint32) ?? 2
  const onlyCommitted = parseOptional("only_committed", committed, parseBool) ?? false
  if (verbosity > 2) throw new RpcError(RpcCode.invalidParams, "InvalidParams: invalid verbosity level")
  const show = (tx: Tx) => (verbosity === 2 ? tx.view() : verbosity === 0 ? toHex(tx.serialized) : null)
  const unknown = { cycles: null, fee: null, min_replace_fee: null, time_added_to_pool: null, transaction: null }

  const located = devnet.chain.transaction(hash)
  if (located !== undefined) {
    return {
      ...unknown,
      cycles: located.cycles === null ? null : numToHex(located.cycles),
      transaction: show(located.tx),
      tx_status: {
        block_hash: devnet.chain.hashAt(located.blockNumber) ?? null,
        block_number: numToHex(located.blockNumber),
        reason: null,
        status: "committed",
        tx_index: numToHex(located.txIndex),
      },
    }
  }
  const entry = onlyCommitted ? undefined : devnet.pool.get(hash)
  if (entry !== undefined) return { transaction: show(entry.tx), ...poolReply(devnet, entry) }
  const reason = onlyCommitted ? undefined : devnet.rejected.get(hash)
  return {
    ...unknown,
    tx_status: { ...NO_STATUS, reason: reason ?? null, status: reason === undefined ? "unknown" : "rejected" },
  }
}

function byStatus(devnet: Devnet): { pending: PoolEntry[]; proposed: PoolEntry[] } {
  const entries = [...devnet.pool.entries()]
  const proposed = entries.filter((entry) => devnet.poolStatus(entry) === "proposed")
  return { pending: entries.filter((entry) => !proposed.includes(entry)), proposed }
}

function entryView(devnet: Devnet, entry: PoolEntry): Record<string, Hex> {
  const ancestors = [entry, ...devnet.pool.ancestors(entry.tx.hash)]
  return {
    ancestors_count: numToHex(ancestors.length),
    ancestors_cycles: numToHex(ancestors.reduce((total, { cycles }) => total + cycles, 0n)),
    ancestors_size: numToHex(ancestors.reduce((total, { tx }) => total + tx.size, 0)),
    cycles: numToHex(entry.cycles),
    fee: numToHex(entry.fee),
    size: numToHex(entry.tx.size),
    timestamp: numToHex(entry.time),
  }
}

const getRawTxPool: Method["call"] = (devnet, [value]) => {
  const verbose = parseOptional("verbose", value, parseBool) ?? false
  const { pending, proposed } = byStatus(devnet)
  if (!verbose) return { pending: pending.map(({ tx }) => tx.hash), proposed: proposed.map(({ tx }) => tx.hash) }
  const view = (entries: PoolEntry[]) =>
    Object.fromEntries(entries.map((entry) => [entry.tx.hash, entryView(devnet, entry)]))
  return { conflicted: [...devnet.pool.conflicted], pending: view(pending), proposed: view(proposed) }
}

const txPoolInfo: Method["call"] = (devnet) => {
  const { pending, proposed } = byStatus(devnet)
  const { size, cycles } = devnet.pool.totals()
  return {
    last_txs_updated_at: numToHex(devnet.pool.updatedAt),
    max_tx_pool_size: numToHex(MAX_POOL_BYTES),
    min_fee_rate: numToHex(MIN_FEE_RATE),
    min_rbf_rate: numToHex(MIN_RBF_RATE),
    orphan: "0x0",
    pending: numToHex(pending.length),
    proposed: numToHex(proposed.length),
    tip_hash: devnet.chain.tipHash,
    tip_number: numToHex(devnet.chain.tip),
    total_tx_cycles: numToHex(cycles),
    total_tx_size: numToHex(size),
    tx_size_limit: numToHex(TX_SIZE_LIMIT),
    verify_queue_size: "0x0",
  }
}

const DEFAULT_STATISTICS_BLOCKS = 21
const MAX_STATISTICS_BLOCKS = 101

/** Mean and median fee rate of the transactions in the last blocks, null when there are none. */
const feeRateStatistics: Method["call"] = (devnet, [value]) => {
  const target = Number(parseOptional("target", value, (raw) => parseUint(raw, 64)) ?? DEFAULT_STATISTICS_BLOCKS)
  const odd = Math.min(MAX_STATISTICS_BLOCKS, Math.max(1, target % 2 === 0 ? target + 1 : target))
  const rates: bigint[] = []
  for (let number = devnet.chain.tip; number > Math.max(0, devnet.chain.tip - odd); number -= 1) {
    for (const { tx, fee, cycles } of devnet.chain.bodyAt(number)?.txs ?? []) {
      const weight = Math.max(tx.size, Math.floor(Number(cycles) * BYTES_PER_CYCLE))
      rates.push((fee * 1000n) / BigInt(weight))
    }
  }
  if (rates.length === 0) return null
  rates.sort((a, b) => (a < b ? -1 : 1))
  const middle = rates.length >> 1
  const at = (index: number) => rates[index] ?? 0n
  const median = rates.length % 2 === 0 ? (at(middle - 1) + at(middle)) / 2n : at(middle)
  const mean = rates.reduce((total, rate) => total + rate, 0n) / BigInt(rates.length)
  return { mean: numToHex(mean), median: numToHex(median) }
}
/** Share of a block's bytes that a cycle is worth when a fee is weighed: block bytes over block cycles of mainnet. */
const BYTES_PER_CYCLE = 0.000_170_571_4

export const poolMethods: Methods = {
  send_transaction: { call: sendTransaction, changes: true },
  test_tx_pool_accept: { call: testAccept },
  estimate_cycles: { params: "one", call: estimateCycles },
  get_transaction: { call: getTransaction },
  get_raw_tx_pool: { call: getRawTxPool },
  tx_pool_info: { params: "none", call: txPoolInfo },
  get_fee_rate_statistics: { call: feeRateStatistics },
  get_fee_rate_statics: { call: feeRateStatistics },
  estimate_fee_rate: { call: () => numToHex(MIN_FEE_RATE) },
  clear_tx_pool: {
    params: "none",
    changes: true,
    call: (devnet) => {
      devnet.clearPool()
      return null
    },
  },
  remove_transaction: {
    params: "one",
    changes: true,
    call: (devnet, [value]) => devnet.removeFromPool(parseHash(value)),
  },
}
