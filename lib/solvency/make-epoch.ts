import { randomBytes } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import { type Manifest, manifestHash } from "@/lib/chain/manifest"
import type { Context } from "@/lib/context"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { shannons, sum } from "@/lib/money"
import { addUp, LEAF_BYTES } from "@/lib/proof/liabilities"
import { cellsFile } from "@/lib/proof/reserves"
import { whileChainStands } from "@/lib/signing/sign"
import { finalHeight } from "@/lib/tracking/final"
import { currentTip } from "@/lib/transaction/tip"
import { divideIntoLeaves, sha256 } from "./pieces"
import { type Snapshot, snapshotAt } from "./snapshot"

/**
 * Makes public what the platform owes and holds at the newest block whose number is a multiple of `SOLVENCY_BLOCKS`,
 * once it is final: the pieces, the cells, and a signed manifest that follows the one before. Of blocks that were
 * missed meanwhile there is none.
 *
 * A deficit is published like everything else. Books that are known to lack something of the chain's are not, nor those
 * of a database that is behind: after a restore they would be less than what is owed.
 *
 * @returns the number of that block; undefined when there is nothing to do, or the books are not whole
 * @throws CatchingUp; ChainError when the node does not answer
 */
export async function makeEpoch(ctx: Context): Promise<bigint | undefined> {
  const previous = await newestEpoch(ctx)
  const block = await dueBlock(ctx)
  if (block === undefined || (previous && block <= previous.blockNumber)) return undefined
  const snapshot = await snapshotAt(ctx, block)
  if (!snapshot) return undefined
  const secret = randomBytes(32)
  const leaves = await withPauses(divideIntoLeaves(snapshot.owed, secret))
  const cells = Uint8Array.from(cellsFile(snapshot.cells))
  const manifest = await manifestOf(ctx, { block, snapshot, leaves, cells, previous: previous?.hash ?? null })
  if (!(await store(ctx, manifest, { secret, leaves, cells }))) return undefined
  const { owed, held } = manifest
  const line = { block: Number(block), owed: owed.total.toString(), held: held.total.toString() }
  if (held.total < owed.total) ctx.log.error(line, "alarm: the platform holds less than it owes")
  else ctx.log.info(line, "epoch of solvency made")
  return block
}

async function newestEpoch({ db }: Context): Promise<{ blockNumber: bigint; hash: Hex } | undefined> {
  const epoch = await db.solvencyEpoch.findFirst({
    select: { blockNumber: true, hash: true },
    orderBy: { blockNumber: "desc" },
  })
  return epoch ? { blockNumber: epoch.blockNumber, hash: toHex(epoch.hash) } : undefined
}

async function dueBlock(ctx: Context): Promise<bigint | undefined> {
  const every = BigInt(ctx.config.solvencyBlocks)
  const tip = every > 0n ? await currentTip(ctx) : undefined
  if (!tip) return undefined
  const final = await finalHeight(ctx, tip)
  return final < every ? undefined : final - (final % every)
}

interface Files {
  leaves: Uint8Array<ArrayBuffer>
  cells: Uint8Array<ArrayBuffer>
}

async function manifestOf(
  { chain, config }: Context,
  parts: { block: bigint; snapshot: Snapshot; previous: Hex | null } & Files,
): Promise<Manifest> {
  const { block, snapshot, leaves, cells, previous } = parts
  const added = await withPauses(addUp(sha256, { genesisHash: fromHex(chain.genesisHash), block }, leaves))
  if ("fault" in added) throw new Error(`the leaves of block ${block} have a fault: ${added.fault}`)
  const owed = sum(snapshot.owed.map(({ amount }) => amount))
  if (added.total !== owed) throw new Error(`the leaves of block ${block} sum to ${added.total}, not to ${owed}`)
  return {
    genesisHash: chain.genesisHash,
    block: { number: block, hash: snapshot.blockHash },
    every: BigInt(config.solvencyBlocks),
    platformLockHash: chain.platform.lockHash,
    owed: {
      total: shannons(added.total),
      leaves: BigInt(leaves.length / LEAF_BYTES),
      root: toHex(added.root),
      leavesHash: toHex(sha256(leaves)),
    },
    held: {
      total: sum(snapshot.cells.map(({ capacity }) => capacity)),
      cells: BigInt(snapshot.cells.length),
      cellsHash: toHex(sha256(cells)),
    },
    previous,
    createdAt: snapshot.takenAt.toISOString(),
  }
}

/**
 * Signs and stores, if the database has the node's newest block and no alarm says that it lacks transactions. Whoever
 * of two is later finds its place in the chain of manifests taken, and its signature is forgotten.
 */
async function store(
  ctx: Context,
  manifest: Manifest,
  file: Files & { secret: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  return whileChainStands(ctx, { scope: "self-spend" }, async (db) => {
    const alarm = await db.pause.findFirst({ where: { resolvedAt: null, reason: { in: LACKS_TRANSACTIONS } } })
    if (alarm) {
      ctx.log.warn({ reason: alarm.reason }, "no epoch of solvency: the books lack transactions of the chain")
      return false
    }
    const signature = ctx.chain.signer.signManifest(manifest)
    await db.solvencyEpoch.create({ data: { ...rowOf(manifest), signature, file: { create: file } } })
    return true
  })
}

/** The reasons of alarms after which the chain has transactions of the platform that the books have not. */
const LACKS_TRANSACTIONS = ["platform_cell_spent_outside", "given_up_transaction_committed"]

function rowOf(manifest: Manifest) {
  const { block, every, owed, held, previous, createdAt } = manifest
  return {
    blockNumber: block.number,
    blockHash: fromHex(block.hash),
    every,
    owed: owed.total,
    leaves: owed.leaves,
    root: fromHex(owed.root),
    leavesHash: fromHex(owed.leavesHash),
    held: held.total,
    cells: held.cells,
    cellsHash: fromHex(held.cellsHash),
    previous: previous && fromHex(previous),
    hash: fromHex(manifestHash(manifest)),
    createdAt: new Date(createdAt),
  }
}

/** Runs to the end, and lets requests pass in between: for many receivers it is seconds of work. */
async function withPauses<T>(work: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
