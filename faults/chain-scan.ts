import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import type { Hex } from "@/lib/hex"

export interface RpcTransaction {
  hash: Hex
  inputs: { previous_output: { tx_hash: Hex; index: Hex } }[]
  outputs: { capacity: Hex; lock: { code_hash: Hex; hash_type: string; args: Hex }; type: unknown }[]
  outputs_data: Hex[]
}

export interface SeenTransaction {
  hash: Hex
  /** undefined while it waits in the node's pool */
  block: bigint | undefined
  inputs: string[]
  /** `isPlain`: it has neither type nor data */
  outputs: { lockHash: Hex; capacity: bigint; isPlain: boolean }[]
}

/** The chain since the database follows it, read from the node's blocks and nothing else. */
export interface ChainView {
  tip: bigint
  transactions: Map<string, SeenTransaction>
  /** Which canonical transaction spends an out point */
  spenders: Map<string, SeenTransaction>
  waiting: SeenTransaction[]
  /** Lock and capacity of any output, also from before the scan */
  output(key: string): Promise<{ lockHash: Hex; capacity: bigint }>
}

export async function scanChain(ctx: Context, from: bigint): Promise<ChainView> {
  const { rpc } = ctx.chain
  const askTip = () => rpc.call<Hex>("get_tip_block_number")
  // Reading many books takes long enough for the node to close a connection that idles meanwhile.
  const tip = BigInt(await askTip().catch(askTip))
  const transactions = new Map<string, SeenTransaction>()
  const spenders = new Map<string, SeenTransaction>()
  for (let number = from; number <= tip; number += 50n) {
    const count = Number(tip - number >= 50n ? 50n : tip - number + 1n)
    const blocks = await rpc.batch<{ transactions: RpcTransaction[] } | null>(
      Array.from({ length: count }, (_, i) => ({
        method: "get_block_by_number",
        params: [ccc.numToHex(number + BigInt(i))],
      })),
    )
    for (const [i, block] of blocks.entries()) {
      for (const [position, raw] of (block?.transactions ?? []).entries()) {
        const seen = readTransaction(raw, number + BigInt(i), position === 0)
        transactions.set(seen.hash, seen)
        for (const input of seen.inputs) spenders.set(input, seen)
      }
    }
  }
  const fetchOne = async (hash: string) => {
    const reply = await rpc.call<{ transaction: RpcTransaction | null }>("get_transaction", [hash])
    return reply.transaction ? readTransaction(reply.transaction, undefined, false) : undefined
  }
  const pool = await rpc.call<{ pending: Hex[]; proposed: Hex[] }>("get_raw_tx_pool", [false])
  const waiting = (await Promise.all([...pool.pending, ...pool.proposed].map(fetchOne))).flatMap((tx) => tx ?? [])
  return {
    tip,
    transactions,
    spenders,
    waiting,
    output: async (key) => {
      const [hash = "", index] = key.split(":")
      const output = (transactions.get(hash) ?? (await fetchOne(hash)))?.outputs[Number(index)]
      if (!output) throw new Error(`the node does not know the output ${key}`)
      return output
    },
  }
}

/** @param cellbase whether it is a block's first, whose input names no cell */
export function readTransaction(raw: RpcTransaction, block: bigint | undefined, cellbase: boolean): SeenTransaction {
  return {
    hash: raw.hash,
    block,
    inputs: cellbase ? [] : raw.inputs.map(({ previous_output: out }) => `${out.tx_hash}:${Number(out.index)}`),
    outputs: raw.outputs.map(({ capacity, lock, type }, i) => ({
      capacity: BigInt(capacity),
      isPlain: type === null && raw.outputs_data[i] === "0x",
      lockHash: ccc.Script.from({ codeHash: lock.code_hash, hashType: lock.hash_type, args: lock.args }).hash(),
    })),
  }
}
