import { type Manifest, manifestHash } from "@/lib/chain/manifest"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Hex, toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import type { Page } from "@/lib/page"

/** What the platform has said of itself at a block, and where on the chain that stands. */
export interface Epoch extends Manifest {
  hash: Hex
  signature: Hex
  /** Its pieces and cells are still kept */
  hasFiles: boolean
  anchor: { txHash: Hex; status: "signed" | "committed" | "confirmed"; block: bigint | null } | null
}

interface EpochRow {
  block_number: bigint
  block_hash: Uint8Array
  every: bigint
  owed: bigint
  leaves: bigint
  root: Uint8Array
  leaves_hash: Uint8Array
  held: bigint
  cells: bigint
  cells_hash: Uint8Array
  previous: Uint8Array | null
  hash: Uint8Array
  signature: Uint8Array
  created_at: Date
  has_files: boolean
  anchor_hash: Uint8Array | null
  anchor_status: "signed" | "committed" | "confirmed"
  anchor_block: bigint | null
}

/** Newest first. */
export async function listEpochs(
  ctx: Context,
  { cursor, limit }: { cursor?: bigint; limit: number },
): Promise<Page<Epoch>> {
  const before = cursor === undefined ? Prisma.empty : Prisma.sql`WHERE e.block_number < ${cursor}`
  const rows = await selectEpochs(ctx, Prisma.sql`${before} ORDER BY e.block_number DESC LIMIT ${limit + 1}`)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)?.block.number : undefined }
}

/** Since when there are any; undefined when there are none. */
export async function firstEpoch({ db }: Context): Promise<{ block: bigint; createdAt: Date } | undefined> {
  const first = await db.solvencyEpoch.findFirst({
    select: { blockNumber: true, createdAt: true },
    orderBy: { blockNumber: "asc" },
  })
  return first ? { block: first.blockNumber, createdAt: first.createdAt } : undefined
}

/** @throws NotFound */
export async function getEpoch(ctx: Context, block: bigint): Promise<Epoch> {
  const [epoch] = await selectEpochs(ctx, Prisma.sql`WHERE e.block_number = ${block}`)
  if (!epoch) throw new NotFound(`There is no proof of solvency of block ${block}.`)
  return epoch
}

/**
 * What an epoch's hashes are of: lib/proof has the formats.
 *
 * @throws NotFound for one that there is not, or whose files are gone
 */
export async function getFile(ctx: Context, block: bigint, file: "leaves" | "cells"): Promise<Uint8Array<ArrayBuffer>> {
  const row = await ctx.db.solvencyFile.findUnique({ where: { blockNumber: block }, select: { [file]: true } })
  const bytes = row?.[file as "leaves"]
  if (!bytes) throw noFile(block)
  return bytes
}

export function noFile(block: bigint): NotFound {
  return new NotFound(`There are no files of block ${block}: there was no epoch, or it is older than 90 days.`)
}

async function selectEpochs({ db, chain }: Context, rest: Prisma.Sql): Promise<Epoch[]> {
  const rows = await db.$queryRaw<EpochRow[]>`
    SELECT e.block_number, e.block_hash, e.every, e.owed, e.leaves, e.root, e.leaves_hash, e.held, e.cells,
      e.cells_hash, e.previous, e.hash, e.signature, e.created_at,
      EXISTS (SELECT FROM solvency_file f WHERE f.block_number = e.block_number) AS has_files,
      o.tx_hash AS anchor_hash, o.status AS anchor_status, t.block_number AS anchor_block
    FROM solvency_epoch e
    LEFT JOIN pool_operation o ON o.anchors = e.block_number AND o.status <> 'failed'
    LEFT JOIN chain_transaction t ON t.tx_hash = o.tx_hash
    ${rest}`
  return rows.map((row) => epochOf(row, chain))
}

function epochOf(row: EpochRow, { genesisHash, platform }: Context["chain"]): Epoch {
  const manifest: Manifest = {
    genesisHash,
    block: { number: row.block_number, hash: toHex(row.block_hash) },
    every: row.every,
    platformLockHash: platform.lockHash,
    owed: {
      total: shannons(row.owed),
      leaves: row.leaves,
      root: toHex(row.root),
      leavesHash: toHex(row.leaves_hash),
    },
    held: { total: shannons(row.held), cells: row.cells, cellsHash: toHex(row.cells_hash) },
    previous: row.previous && toHex(row.previous),
    createdAt: row.created_at.toISOString(),
  }
  if (manifestHash(manifest) !== toHex(row.hash)) throw new Error(`epoch ${row.block_number} is not what was signed`)
  const { anchor_hash, anchor_status, anchor_block } = row
  return {
    ...manifest,
    hash: toHex(row.hash),
    signature: toHex(row.signature),
    hasFiles: row.has_files,
    anchor: anchor_hash && { txHash: toHex(anchor_hash), status: anchor_status, block: anchor_block },
  }
}
