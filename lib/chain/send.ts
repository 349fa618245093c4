import { AppError } from "@/lib/errors"
import type { Chain } from "./chain"
import { decodeBytes } from "./decode"
import { RpcError } from "./rpc"
import { transactionJson } from "./rpc-json"

/** PoolRejectedDuplicatedTransaction: the node has these very bytes already (ckb, rpc/README.md). */
const DUPLICATED = -1107
/**
 * TransactionFailedToVerify, PoolRejectedMalformedTransaction, PoolRejectedTransactionByDeclaredCycles and
 * PoolRejectedTransactionBySizeLimit: no other state of the pool or of its inputs would mend it.
 */
const INVALID: readonly number[] = [-302, -1108, -1109, -1110]
/** PoolRejectedTransactionByMinFeeRate, and PoolIsFull, which keeps those that pay more. */
const FEE_REFUSED: readonly number[] = [-1104, -1106]
/** TransactionFailedToResolve: the node does not find a cell that it spends, or has it as spent. */
const UNRESOLVED = -301

/** What is noted of a transaction that the node has: it took it now, or had it. */
export const HELD = ["accepted", "known already"] as const

/** What the node said to a transaction, `answer` in words for people. */
export interface Sent {
  /** It holds the transaction now */
  accepted: boolean
  /** It calls the transaction itself wrong, as opposed to late, unknown, too cheap or in conflict */
  invalid: boolean
  /** A cell that it spends is not there, or not any more */
  unresolved: boolean
  /** It would be taken if it paid more */
  feeRefused: boolean
  answer: string
}

const NEITHER = { invalid: false, unresolved: false, feeRefused: false }

/**
 * Hands stored bytes to the node. Never throws: a refusal, a timeout and a dead connection prove nothing about a signed
 * transaction (the node may have accepted it although the connection died), so the caller goes on and sends again
 * later.
 */
export async function sendTransaction(chain: Chain, bytes: Uint8Array): Promise<Sent> {
  try {
    await chain.rpc.call("send_transaction", [transactionJson(decodeBytes(bytes).tx), "passthrough"])
    return { ...NEITHER, accepted: true, answer: HELD[0] }
  } catch (error) {
    if (error instanceof RpcError) return refusal(error)
    if (error instanceof AppError) return { ...NEITHER, accepted: false, answer: "no answer" }
    throw error
  }
}

function refusal({ code, message }: RpcError): Sent {
  if (code === DUPLICATED) return { ...NEITHER, accepted: true, answer: HELD[1] }
  const answer = `refused (${code}): ${message.slice(0, 300)}`
  return {
    accepted: false,
    invalid: INVALID.includes(code),
    unresolved: code === UNRESOLVED,
    feeRefused: FEE_REFUSED.includes(code),
    answer,
  }
}
