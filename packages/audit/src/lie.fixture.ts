import { randomBytes } from "node:crypto"
import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod/mini"
import { manifestHash } from "@/lib/chain/manifest"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { ID_BYTES, LEAF_BYTES, leafBytes, pieceId } from "@/lib/proof/liabilities"
import { cellsFile, type HeldCell, readCells } from "@/lib/proof/reserves"
import { sha256 } from "@/lib/solvency/pieces"
import type { TestContext } from "@/test/support/actors"
import { manifestOf } from "./epoch"
import { type AccountShown, type PieceShown, type Shown, serve } from "./platform.fixture"
import { epochShape } from "./shapes"
import type { EpochJson, Get } from "./types"

export interface Leaf {
  id: Hex
  amount: bigint
}

/**
 * What a dishonest operator shows, who has the key: each change is carried on into files, sums, root, hashes and
 * signature, so that nothing but the lie itself can be found.
 */
export class Lie {
  readonly shown: Shown

  constructor(
    honest: Shown,
    readonly ctx: TestContext,
  ) {
    this.shown = structuredClone(honest)
  }

  get get(): Get {
    return serve(this.shown)
  }

  get epoch(): EpochJson {
    return this.shown.epochs[0] as EpochJson
  }

  account({ address }: { address: string }): AccountShown {
    return this.shown.accounts.get(address) as AccountShown
  }

  /** Changes the newest manifest, or an older one with those that hang on it, and signs again. */
  manifest(change: Partial<EpochJson>, at = 0): this {
    const { epochs } = this.shown
    Object.assign(epochs[at] as EpochJson, change)
    for (let i = at; i >= 0; i--) {
      const epoch = epochs[i] as EpochJson
      if (i < at) epoch.previous = (epochs[i + 1] as EpochJson).hash
      const manifest = manifestOf(z.parse(epochShape, epoch))
      epoch.hash = manifestHash(manifest)
      epoch.signature = toHex(this.ctx.chain.signer.signManifest(manifest))
    }
    return this
  }

  #path(name: "leaves" | "cells"): string {
    return `/api/solvency/${this.epoch.block_number}/${name}`
  }

  get file(): Uint8Array<ArrayBuffer> {
    return this.shown.files.get(this.#path("leaves")) as Uint8Array<ArrayBuffer>
  }

  leaves(change: (leaves: Leaf[]) => Leaf[]): this {
    const file = this.file
    const view = new DataView(file.buffer)
    const before = Array.from({ length: file.length / LEAF_BYTES }, (_, i) => ({
      id: toHex(file.subarray(i * LEAF_BYTES, i * LEAF_BYTES + ID_BYTES)),
      amount: view.getBigUint64(i * LEAF_BYTES + ID_BYTES),
    }))
    const after = change(before).sort((a, b) => (a.id < b.id ? -1 : 1))
    const changed = Uint8Array.from(concatBytes(...after.map(({ id, amount }) => leafBytes(fromHex(id), amount))))
    return this.leavesFile(changed)
  }

  leavesFile(file: Uint8Array<ArrayBuffer>): this {
    this.shown.files.set(this.#path("leaves"), file)
    const { root, total } = unboundedSum(this.epoch, file)
    const leaves = Math.floor(file.length / LEAF_BYTES)
    return this.manifest({ leaves, root, owed: `${total}`, leaves_hash: toHex(sha256(file)) })
  }

  cells(change: (cells: HeldCell[]) => HeldCell[]): this {
    const path = this.#path("cells")
    const cells = change(readCells(this.shown.files.get(path) as Uint8Array) ?? [])
    const file = Uint8Array.from(cellsFile(cells))
    this.shown.files.set(path, file)
    const held = cells.reduce((sum, { capacity }) => sum + capacity, 0n)
    return this.manifest({ cells: cells.length, held: `${held}`, cells_hash: toHex(sha256(file)) })
  }

  /** The id of somebody's piece. */
  idOf(wallet: { address: string }, { piece, salt }: PieceShown): Hex {
    const { lock_hash } = this.account(wallet).proof
    return toHex(pieceId(sha256, fromHex(lock_hash as Hex), piece, fromHex(salt as Hex)))
  }

  /** Takes so much out of somebody's pieces, in the file and in what they are shown. */
  oweLess(wallet: { address: string }, amount: bigint): this {
    const { proof } = this.account(wallet)
    const less = new Map<Hex, bigint>()
    let missing = amount
    for (const piece of proof.pieces) {
      const part = missing < BigInt(piece.amount) ? missing : BigInt(piece.amount)
      missing -= part
      piece.amount = `${BigInt(piece.amount) - part}`
      less.set(this.idOf(wallet, piece), part)
    }
    if (missing > 0n) throw new Error("nobody can be owed less than nothing")
    proof.owed = `${BigInt(proof.owed) - amount}`
    return this.leaves((leaves) => leaves.map((leaf) => ({ ...leaf, amount: leaf.amount - (less.get(leaf.id) ?? 0n) })))
  }
}

export const randomHash = (): Hex => toHex(randomBytes(32))

/** The tree of a file of leaves by its definition, in which sums run over, and nothing is refused. */
function unboundedSum(epoch: EpochJson, file: Uint8Array): { root: Hex; total: bigint } {
  const u64 = (value: bigint) => {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setBigUint64(0, value)
    return bytes
  }
  const amountOf = (record: Uint8Array) => new DataView(record.buffer, record.byteOffset).getBigUint64(ID_BYTES)
  const context = concatBytes(
    utf8ToBytes("micro-pay leaf 1"),
    fromHex(epoch.genesis_hash),
    u64(BigInt(epoch.block_number)),
  )
  let row = Array.from({ length: Math.floor(file.length / LEAF_BYTES) }, (_, i) => {
    const record = file.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES)
    return { hash: sha256(concatBytes(context, record)), sum: amountOf(record) }
  })
  while (row.length > 1) {
    row = Array.from({ length: Math.floor(row.length / 2) }, (_, i) => {
      const [left, right] = row.slice(2 * i, 2 * i + 2) as [(typeof row)[0], (typeof row)[0]]
      const node = concatBytes(utf8ToBytes("micro-pay node 1"), left.hash, u64(left.sum), right.hash, u64(right.sum))
      return { hash: sha256(node), sum: BigInt.asUintN(64, left.sum + right.sum) }
    })
  }
  return { root: toHex(row[0]?.hash ?? hexToBytes("00".repeat(32))), total: row[0]?.sum ?? 0n }
}
