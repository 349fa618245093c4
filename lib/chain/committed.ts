import { cccA } from "@ckb-ccc/core/advanced"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import type { OutPoint } from "./cells"
import type { Chain } from "./chain"
import type { RpcTransaction } from "./molecule"
import { FalseAnswer, type RpcBlock, verifyBlock, verifyTransaction } from "./verify-block"

/** A transaction in a block, with what it spends looked up. */
export interface CommittedTransaction {
  hash: Hex
  /** With its witnesses, Molecule-serialized */
  bytes: Uint8Array<ArrayBuffer>
  block: { number: bigint; hash: Hex }
  networkFee: Shannons
  inputs: { outPoint: OutPoint; lockHash: Hex; capacity: bigint }[]
  outputs: { lockHash: Hex; capacity: bigint }[]
}

interface Reply {
  transaction: (RpcTransaction & Parameters<typeof cccA.JsonRpcTransformers.transactionTo>[0]) | null
  tx_status: { status: string; block_hash: Hex | null; block_number: Hex | null }
}

/**
 * Reads a transaction that a block holds. All of it is recomputed: the transaction and those that made what it spends
 * from their contents, and that the block holds it.
 *
 * @returns undefined when no block does, as far as the node knows
 * @throws ChainError when the node does not answer; FalseAnswer when what it shows is not what was asked for
 */
export async function readCommitted(chain: Chain, hash: Hex): Promise<CommittedTransaction | undefined> {
  const { transaction, tx_status } = await chain.rpc.call<Reply>("get_transaction", [hash])
  if (!transaction || tx_status.status !== "committed" || !tx_status.block_hash) return undefined
  verifyTransaction(transaction, hash)
  const block = await chain.rpc.call<RpcBlock | null>("get_block", [tx_status.block_hash])
  if (!block || block.header.hash !== tx_status.block_hash)
    throw new FalseAnswer(`The node does not show the block that it says holds ${hash}`)
  verifyBlock(block)
  if (!block.transactions.some((held) => held.hash === hash))
    throw new FalseAnswer(`The node's block ${Number(block.header.number)} does not hold ${hash}`)
  const tx = cccA.JsonRpcTransformers.transactionTo(transaction)
  const makers = await chain.rpc.batch<Reply>(
    tx.inputs.map(({ previousOutput }) => ({ method: "get_transaction", params: [previousOutput.txHash] })),
  )
  const inputs = tx.inputs.map(({ previousOutput: { txHash, index } }, i) => {
    const maker = makers[i]?.transaction
    if (maker) verifyTransaction(maker, txHash)
    const output = maker && cccA.JsonRpcTransformers.transactionTo(maker).outputs[Number(index)]
    if (!output) throw new Error(`the node has ${hash} and not ${txHash}, which it spends`)
    return { outPoint: { txHash, index: Number(index) }, lockHash: output.lock.hash(), capacity: output.capacity }
  })
  const outputs = tx.outputs.map(({ lock, capacity }) => ({ lockHash: lock.hash(), capacity }))
  const networkFee = sum(inputs.map(({ capacity }) => capacity)) - sum(outputs.map(({ capacity }) => capacity))
  return {
    hash,
    bytes: Uint8Array.from(tx.toBytes()),
    block: { number: BigInt(block.header.number), hash: tx_status.block_hash },
    networkFee: shannons(networkFee),
    inputs,
    outputs,
  }
}
