import { ccc } from "@ckb-ccc/core"
import { ChainError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import type { Chain } from "./chain"
import { type Epoch, unpackEpoch } from "./epoch"
import { immatureBlocks, secondsUntil } from "./maturity"

/** Where a cell was made. Unique for ever (RFC 0022). */
export interface OutPoint {
  txHash: Hex
  index: number
}

/** A live cell without type and data: nothing but CKB. */
export interface PlainCell {
  outPoint: OutPoint
  capacity: Shannons
  blockNumber: bigint
  /** Of a block reward that cannot be spent yet: when it can be */
  maturesAt?: Epoch
}

/** An order for `sort`. */
export function largestFirst(a: Pick<PlainCell, "capacity">, b: Pick<PlainCell, "capacity">): number {
  return a.capacity < b.capacity ? 1 : a.capacity > b.capacity ? -1 : 0
}

interface CellsReply {
  last_cursor: string
  objects: {
    block_number: Hex
    tx_index: Hex
    out_point: { tx_hash: Hex; index: Hex }
    output: { capacity: Hex }
  }[]
}

interface Header {
  number: Hex
  hash: Hex
}

const PAGE = 200

export function outPointKey({ txHash, index }: OutPoint): string {
  return `${txHash}:${index}`
}

/**
 * The plain cells of a lock that can be spent, as the node's indexer sees them, page by page, so that a caller can
 * stop early. Block rewards that are too young are left out: every node refuses a transaction that spends one. The
 * indexer may be behind the tip: check liveness again before anything is signed.
 *
 * @throws ChainError when the node does not answer
 */
export async function* plainCellsOf(chain: Chain, lock: ccc.Script): AsyncGenerator<PlainCell[]> {
  for await (const page of livePlainCells(chain, lock)) yield page.filter(({ maturesAt }) => maturesAt === undefined)
}

/**
 * How much a lock has in block rewards that are too young to be spent, and in about how many seconds the first can be.
 */
export interface ImmatureRewards {
  capacity: Shannons
  seconds: number
}

/** @returns undefined when it has none. @throws ChainError when the node does not answer */
export async function immatureRewards(chain: Chain, lock: ccc.Script): Promise<ImmatureRewards | undefined> {
  let capacity = 0n
  let first: Epoch | undefined
  for await (const page of livePlainCells(chain, lock))
    for (const cell of page) {
      if (!cell.maturesAt) continue
      capacity += cell.capacity
      // In the order of blocks, so the first one is the oldest.
      first ??= cell.maturesAt
    }
  if (!first) return undefined
  const { epoch } = await chain.rpc.call<{ epoch: Hex }>("get_tip_header")
  return { capacity: shannons(capacity), seconds: secondsUntil(chain, unpackEpoch(BigInt(epoch)), first) }
}

async function* livePlainCells(chain: Chain, lock: ccc.Script): AsyncGenerator<PlainCell[]> {
  const searchKey = {
    script: { code_hash: lock.codeHash, hash_type: lock.hashType, args: lock.args },
    script_type: "lock",
    script_search_mode: "exact",
    // Neither type nor data: `findCellsByLock` of CCC would also give tokens and NFTs, which a transfer would destroy.
    filter: { script_len_range: ["0x0", "0x1"], output_data_len_range: ["0x0", "0x1"] },
    with_data: false,
  }
  let cursor: string | undefined
  for (;;) {
    const page = await chain.rpc.call<CellsReply>("get_cells", [
      searchKey,
      "asc",
      ccc.numToHex(PAGE),
      ...(cursor ? [cursor] : []),
    ])
    // The genesis pays nobody for work: what it gave out can be spent at once.
    const rewards = page.objects.filter((cell) => cell.tx_index === "0x0" && cell.block_number !== "0x0")
    const immature = await immatureBlocks(
      chain,
      rewards.map((cell) => BigInt(cell.block_number)),
    )
    yield page.objects.map((cell) => {
      const blockNumber = BigInt(cell.block_number)
      const maturesAt = cell.tx_index === "0x0" ? immature.get(blockNumber) : undefined
      return {
        outPoint: { txHash: cell.out_point.tx_hash, index: Number(cell.out_point.index) },
        capacity: shannons(BigInt(cell.output.capacity)),
        blockNumber,
        ...(maturesAt ? { maturesAt } : {}),
      }
    })
    if (page.objects.length < PAGE) return
    cursor = page.last_cursor
  }
}

/** All live plain cells, spendable or not, and the one block at which they hold. */
export interface CellSnapshot {
  block: { number: bigint; hash: Hex }
  cells: PlainCell[]
}

const SNAPSHOT_ATTEMPTS = 20

/**
 * The plain cells of a lock at one block: read again when a block came in between, and only when the indexer's tip is
 * on the canonical chain (after a reorganisation it may stand on the branch that left).
 *
 * @throws ChainError when the indexer does not settle
 */
export async function snapshotPlainCells(chain: Chain, lock: ccc.Script): Promise<CellSnapshot> {
  for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS; attempt++) {
    const before = await indexerTip(chain)
    const cells: PlainCell[] = []
    for await (const page of livePlainCells(chain, lock)) cells.push(...page)
    const after = await indexerTip(chain)
    const canonical = await chain.rpc.call<Hex | null>("get_block_hash", [ccc.numToHex(after.number)])
    if (before.hash === after.hash && after.hash === canonical) return { block: after, cells }
  }
  throw new ChainError("The node's cell index did not settle on one block. Nothing moved. Try again in a moment.")
}

async function indexerTip(chain: Chain): Promise<{ number: bigint; hash: Hex }> {
  const tip = await chain.rpc.call<{ block_hash: Hex; block_number: Hex } | null>("get_indexer_tip")
  if (tip) return { number: BigInt(tip.block_number), hash: tip.block_hash }
  const genesis = await chain.rpc.call<Header>("get_header_by_number", ["0x0"])
  return { number: 0n, hash: genesis.hash }
}
