import { type Rpc, RpcError } from "./rpc"

/** Half as much again as the node's minimum of 1,000 shannons per 1,000 bytes, so that a transaction is never refused for a rounding. */
export const MIN_FEE_RATE = 1_500n
/** A node that reports an absurd rate must not make people pay it. */
export const MAX_FEE_RATE = 100_000n
const CACHE_MS = 30_000

/** The network's median fee rate (shannons per 1,000 bytes), asked at most every 30 seconds. */
export function createFeeRate(rpc: Rpc): () => Promise<bigint> {
  let known: { rate: bigint; until: number } | undefined
  return async () => {
    if (known && known.until > Date.now()) return known.rate
    const rate = await medianRate(rpc)
    known = { rate, until: Date.now() + CACHE_MS }
    return rate
  }
}

async function medianRate(rpc: Rpc): Promise<bigint> {
  try {
    // Null on a chain whose recent blocks are empty.
    const statistics = await rpc.call<{ median: string } | null>("get_fee_rate_statistics")
    const median = BigInt(statistics?.median ?? MIN_FEE_RATE)
    if (median < MIN_FEE_RATE) return MIN_FEE_RATE
    return median > MAX_FEE_RATE ? MAX_FEE_RATE : median
  } catch (error) {
    if (error instanceof RpcError) return MIN_FEE_RATE
    throw error
  }
}
