import { ChainError } from "@/lib/errors"
import { type Rpc, RpcError } from "./rpc"

/**
 * What pages read of the chain, and nothing else: an address's balance, the transactions that made what a payment
 * spends, and the cell of a wallet's lock script; which chain it is, and in which block a payment lies how deep; and of
 * the platform itself, which cells it has and has spent.
 */
export const PUBLIC_READS = [
  "get_cells_capacity",
  "get_transaction",
  "get_cells",
  "get_header",
  "get_header_by_number",
  "get_block_hash",
  "get_tip_block_number",
  "get_transactions",
  "get_live_cell",
] as const

export interface PublicRead {
  method: (typeof PUBLIC_READS)[number]
  params: unknown[]
}

/**
 * A transaction has at most 512,000 bytes, which is twice as much in hex, and its fields' names. A node that takes
 * longer for one of these than so many milliseconds is not well, and somebody waits.
 */
const BOUNDS = { ms: 5_000, bytes: 2_500_000 }

/**
 * Reads for a page, whose browser may not reach the node, or must not know where it is.
 *
 * @throws ChainError, also where the node refuses: its words may name where it is
 */
export async function readForPage(rpc: Rpc, { method, params }: PublicRead): Promise<unknown> {
  try {
    return await rpc.call(method, params, BOUNDS)
  } catch (cause) {
    if (!(cause instanceof RpcError)) throw cause
    throw new ChainError("The CKB node refused to answer. Nothing was sent and no money moved.", { cause })
  }
}
