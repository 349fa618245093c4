import { ChainError } from "@/lib/errors"
import { type Rpc, RpcError } from "./rpc"

/**
 * Half as much again as a node's usual minimum of 1,000 shannons per 1,000 bytes, so that a transaction is never
 * refused for a rounding.
 */
export const MIN_FEE_RATE = 1_500n
/** A node that reports an absurd rate must not make people pay it. */
export const MAX_FEE_RATE = 100_000n
const CACHE_MS = 30_000

/**
 * What a transaction pays the network, in shannons per 1,000 bytes: the median of the last blocks, and never less than
 * what the node itself takes (ckb, `tx_pool.min_fee_rate`: each node's own setting). Asked at most every 30 seconds.
 */
export function createFeeRate(rpc: Rpc): () => Promise<bigint> {
  let known: { rate: bigint; until: number } | undefined
  return async () => {
    if (known && known.until > Date.now()) return known.rate
    const rate = await currentRate(rpc)
    known = { rate, until: Date.now() + CACHE_MS }
    return rate
  }
}

/** @throws ChainError when the node does not answer, or takes nothing at a rate that people should pay */
async function currentRate(rpc: Rpc): Promise<bigint> {
  const [statistics, pool] = await Promise.all([
    // Null on a chain whose recent blocks are empty.
    unlessUnknown(rpc.call<{ median: string } | null>("get_fee_rate_statistics")),
    unlessUnknown(rpc.call<{ min_fee_rate: string }>("tx_pool_info")),
  ])
  const least = BigInt(pool?.min_fee_rate ?? 0)
  if (least > MAX_FEE_RATE)
    throw new ChainError(
      `The CKB node takes no transaction below ${least} shannons per 1,000 bytes, more than the ${MAX_FEE_RATE} that are paid here at most. Nothing was sent and no money moved. Try again later.`,
      { retryAfter: 60 },
    )
  const median = BigInt(statistics?.median ?? 0)
  const usual = median > MAX_FEE_RATE ? MAX_FEE_RATE : median
  return [MIN_FEE_RATE, usual, least].reduce((most, rate) => (rate > most ? rate : most))
}

/** What a node has no such method for, it does not ask. */
async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof RpcError) return undefined
    throw error
  })
}
