import * as z from "zod/mini"
import type { Script, Transaction } from "@/lib/chain/decode"
import type { Hex } from "@/lib/hex"
import { decodeAs } from "@/lib/proof/verify"
import { CannotCheck } from "./faults"
import { reasonOf } from "./source"
import type { Rpc } from "./types"

const hash = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value))
const number = z.pipe(
  z.string().check(z.regex(/^0x[0-9a-f]{1,16}$/)),
  z.transform((text: string) => BigInt(text)),
)
const outPoint = z.object({ tx_hash: hash, index: number })

const hashReply = z.nullable(hash)
const headerReply = z.nullable(z.object({ number, timestamp: number }))
/** The bytes of what a node has refused may be gone. */
const transactionReply = z.nullable(
  z.object({
    transaction: z.nullable(z.string()),
    tx_status: z.object({
      status: z.string(),
      block_hash: z.optional(z.nullable(hash)),
      // Older nodes do not tell it.
      block_number: z.optional(z.nullable(number)),
    }),
  }),
)
const cellsReply = z.object({
  last_cursor: z.string(),
  objects: z.array(z.object({ block_number: number, out_point: outPoint, output: z.object({ capacity: number }) })),
})
const historyReply = z.object({
  last_cursor: z.string(),
  objects: z.array(z.object({ tx_hash: hash, block_number: number, io_type: z.enum(["input", "output"]) })),
})
const liveCellReply = z.object({ status: z.string() })

/** A transaction in a block, as its bytes say and its hash proves. */
export interface Committed {
  hash: Hex
  tx: Transaction
  block: bigint
}

export interface LiveCell {
  txHash: Hex
  index: number
  /** shannons */
  capacity: bigint
  block: bigint
}

const PAGE = 200
const AGAIN_MS = 500
/** Transactions that are kept while the audit runs: what one part has looked up another asks for again. */
const KEPT = 5_000

/**
 * What a CKB node says of its chain. Transactions are checked by their hashes; which of them are in which block, and
 * which cells are live, is the node's word.
 */
export class Node {
  readonly #kept = new Map<Hex, Promise<Committed | undefined>>()

  constructor(readonly rpc: Rpc) {}

  async tip(): Promise<bigint> {
    return this.#ask("get_tip_block_number", [], number)
  }

  /** @returns null above the newest block */
  async blockHash(block: bigint): Promise<Hex | null> {
    return this.#ask("get_block_hash", [hex(block)], hashReply)
  }

  async timeOf(block: bigint): Promise<number> {
    const header = await this.#ask("get_header_by_number", [hex(block)], headerReply)
    if (!header) throw new CannotCheck("NODE_FAILED", `it has no block ${block}`)
    return Number(header.timestamp)
  }

  /** @returns undefined when no block holds it */
  async committed(txHash: Hex): Promise<Committed | undefined> {
    const kept = this.#kept.get(txHash)
    if (kept) return kept
    const asked = this.#committed(txHash)
    if (this.#kept.size >= KEPT) this.#kept.clear()
    this.#kept.set(txHash, asked)
    return asked
  }

  async #committed(txHash: Hex): Promise<Committed | undefined> {
    const found = await this.#find(txHash)
    if (found) return found
    // Of several nodes behind one address one may be behind: nobody is accused because it was the one that was asked.
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    return this.#find(txHash)
  }

  async #find(txHash: Hex): Promise<Committed | undefined> {
    const found = await this.#ask("get_transaction", [txHash, "0x0"], transactionReply)
    const { status, block_hash, block_number } = found?.tx_status ?? {}
    if (!found?.transaction || status !== "committed" || !block_hash) return undefined
    const block = block_number ?? (await this.#ask("get_header", [block_hash], headerReply))?.number
    return block === undefined ? undefined : { hash: txHash, tx: proven(found.transaction, txHash), block }
  }

  /** Plain cells of a lock that nobody has spent, the oldest first, as the node's index has them. */
  async *plainCells(lock: Script): AsyncGenerator<LiveCell> {
    const filter = { script_len_range: ["0x0", "0x1"], output_data_len_range: ["0x0", "0x1"] }
    const key = { ...searchKey(lock), filter, with_data: false }
    for await (const cell of this.#search("get_cells", key, "asc", cellsReply))
      yield {
        txHash: cell.out_point.tx_hash,
        index: Number(cell.out_point.index),
        capacity: cell.output.capacity,
        block: cell.block_number,
      }
  }

  /** Transactions that spend cells of a lock, the newest first. One that spends several comes several times. */
  async *spending(lock: Script): AsyncGenerator<{ txHash: Hex; block: bigint }> {
    for await (const entry of this.#search("get_transactions", searchKey(lock), "desc", historyReply))
      if (entry.io_type === "input") yield { txHash: entry.tx_hash, block: entry.block_number }
  }

  async isLive({ txHash, index }: { txHash: Hex; index: number }): Promise<boolean> {
    const point = { tx_hash: txHash, index: hex(BigInt(index)) }
    return (await this.#ask("get_live_cell", [point, false], liveCellReply)).status === "live"
  }

  async *#search<R>(
    method: string,
    key: object,
    order: "asc" | "desc",
    shape: z.ZodMiniType<{ last_cursor: string; objects: R[] }>,
  ): AsyncGenerator<R> {
    let cursor: string[] = []
    for (;;) {
      const page = await this.#ask(method, [key, order, hex(BigInt(PAGE)), ...cursor], shape)
      yield* page.objects
      if (page.objects.length < PAGE) return
      cursor = [page.last_cursor]
    }
  }

  async #ask<T>(method: string, params: unknown[], shape: z.ZodMiniType<T>): Promise<T> {
    const answer = await this.rpc(method, params).catch((cause: unknown) => {
      throw new CannotCheck("NODE_FAILED", `${method}: ${reasonOf(cause)}`, { cause })
    })
    const read = z.safeParse(shape, answer)
    if (!read.success) throw new CannotCheck("NODE_FAILED", `its answer to ${method} is not one of CKB's nodes`)
    return read.data
  }
}

const hex = (value: bigint) => `0x${value.toString(16)}`

function searchKey({ codeHash, hashType, args }: Script) {
  const script = { code_hash: codeHash, hash_type: hashType, args }
  return { script, script_type: "lock", script_search_mode: "exact" }
}

/** @throws CannotCheck for the bytes of another */
function proven(raw: string, txHash: Hex): Transaction {
  const tx = decodeAs(raw, txHash)
  if (tx) return tx
  throw new CannotCheck("NODE_FAILED", `what it shows as transaction ${txHash} is another`)
}
