import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { AppError } from "@/lib/errors"
import type { Chain } from "./chain"
import { RpcError } from "./rpc"

/** PoolRejectedDuplicatedTransaction: the node has these very bytes already (ckb, rpc/README.md). */
const DUPLICATED = -1107

/**
 * Hands stored bytes to the node. Never throws: a refusal, a timeout and a dead connection prove nothing about a signed
 * transaction (the node may have accepted it although the connection died), so the caller goes on and sends again later.
 *
 * @returns what the node answered, for people; `accepted` when it holds the transaction now
 */
export async function sendTransaction(chain: Chain, bytes: Uint8Array): Promise<{ accepted: boolean; answer: string }> {
  const tx = cccA.JsonRpcTransformers.transactionFrom(ccc.Transaction.fromBytes(bytes))
  try {
    await chain.rpc.call("send_transaction", [tx, "passthrough"])
    return { accepted: true, answer: "accepted" }
  } catch (error) {
    if (error instanceof RpcError && error.code === DUPLICATED) return { accepted: true, answer: "known already" }
    if (error instanceof RpcError)
      return { accepted: false, answer: `refused (${error.code}): ${error.message.slice(0, 300)}` }
    if (error instanceof AppError) return { accepted: false, answer: "no answer" }
    throw error
  }
}
