import { ccc } from "@ckb-ccc/core"
import { type RpcTransaction, readTransaction, type SeenTransaction } from "@/faults/chain-scan"
import type { Hex } from "@/lib/hex"
import type { TestChain } from "@/test/support/chain"

interface SeenBlock {
  number: number
  hash: Hex
  transactions: SeenTransaction[]
}

interface RpcBlock {
  header: { number: Hex; hash: Hex; parent_hash: Hex }
  transactions: RpcTransaction[]
}

/** The canonical chain as it stood at one moment. */
export class View {
  readonly #blockOf = new Map<string, number>()
  readonly #spenderOf = new Map<string, SeenTransaction>()
  readonly transactions: SeenTransaction[]

  constructor(
    blocks: readonly SeenBlock[],
    readonly tip: number,
  ) {
    this.transactions = blocks.flatMap((block) => block.transactions)
    for (const { number, transactions } of blocks)
      for (const tx of transactions) {
        this.#blockOf.set(tx.hash, number)
        for (const input of tx.inputs) this.#spenderOf.set(input, tx)
      }
  }

  /** Confirmations: the block that holds it counts as 1; 0 while none does. */
  depth(hash: string): number {
    const block = this.#blockOf.get(hash)
    return block === undefined ? 0 : this.tip - block + 1
  }

  spenderOf(outPoint: string): SeenTransaction | undefined {
    return this.#spenderOf.get(outPoint)
  }
}

/** Follows the chain from a base block on by the node's blocks, with nothing of the product in between. */
export class ChainWatch {
  #blocks: SeenBlock[] = []
  /** Every transaction that any branch ever held */
  readonly everSeen = new Map<string, SeenTransaction>()

  /** @param base the block that no reorganisation goes below, and its hash */
  constructor(
    private readonly rpc: TestChain["rpc"],
    private readonly base: { number: number; hash: Hex },
  ) {}

  async look(): Promise<View> {
    while (!(await this.#lookOnce()));
    return new View(this.#blocks, this.base.number + this.#blocks.length)
  }

  /** @returns whether the tip is reached */
  async #lookOnce(): Promise<boolean> {
    const known = this.#blocks.at(-1) ?? this.base
    const [hash, next] = await Promise.all([
      this.rpc<Hex | null>("get_block_hash", ccc.numToHex(known.number)),
      this.rpc<RpcBlock | null>("get_block_by_number", ccc.numToHex(known.number + 1)),
    ])
    if (hash !== known.hash) {
      if (this.#blocks.pop() === undefined) throw new Error("the chain was taken back below the base of the model")
      return false
    }
    if (!next) return true
    if (next.header.parent_hash !== known.hash) return false
    const transactions = next.transactions
      .slice(1)
      .map((raw) => readTransaction(raw, BigInt(next.header.number), false))
    for (const tx of transactions) this.everSeen.set(tx.hash, tx)
    this.#blocks.push({ number: known.number + 1, hash: next.header.hash, transactions })
    return false
  }
}
