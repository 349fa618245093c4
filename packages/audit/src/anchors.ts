import { readAnchor } from "@/lib/chain/manifest"
import { findSigned } from "@/lib/proof/signature"
import type { Epoch } from "./epoch"
import type { Manifests } from "./manifests"
import type { Movements } from "./movements"
import { staleAfter } from "./stale"
import type { Work } from "./work"

/** A platform that could, and puts no manifest on the chain for so long, binds itself to nothing. */
const OVERDUE_MS = 6 * 3_600_000
/** Of fewer cells it needs each for payments. */
const CELLS_NEEDED = 2
/** What the platform has just signed it may not show everywhere yet. */
const GRACE_BLOCKS = 10n

/**
 * Checks that the platform has bound itself on the chain, where everybody sees the same, to the manifests that it shows
 * here: the newest anchored one is the one in that transaction, and no other transaction since then names others.
 *
 * @param tip the newest block before the manifests were read
 * @returns whether the audited epoch is bound: by an anchor of its own, or of a newer one
 */
export async function checkAnchors(
  work: Work,
  { audited, chain, anchored }: Manifests,
  { movements, tip }: { movements: Movements; tip: bigint },
): Promise<boolean> {
  const holds = anchored !== undefined && (await checkAnchor(work, anchored, tip))
  for (const anchor of movements.anchors) checkAgainst(work, chain, anchor, tip)
  const waiting = chain.slice(0, anchored ? chain.indexOf(anchored) : undefined)
  if (movements.live.size >= CELLS_NEEDED) await checkOverdue(work, waiting)
  return holds && anchored.manifest.block.number >= audited.manifest.block.number
}

async function checkAnchor({ node, findings }: Work, epoch: Epoch, tip: bigint): Promise<boolean> {
  const { anchor, hash, lock, shown, manifest } = epoch
  if (!anchor) return false
  const { number: block } = manifest.block
  const found = await node.committed(anchor.tx_hash)
  if (!found) {
    // A node that has seen more blocks than the platform speaks of should know it.
    const isKnown = anchor.anchored_block_number !== null && tip >= BigInt(anchor.anchored_block_number) + GRACE_BLOCKS
    if (isKnown)
      findings.fault("ANCHOR_DIFFERS", { block, transaction: anchor.tx_hash, found: "no transaction", shown })
    return false
  }
  const { tx } = found
  const said = tx.witnesses.slice(tx.inputs.length).map(readAnchor)
  const isThis = said.some((it) => it?.block === block && it.hash === hash)
  if (isThis && findSigned(tx, found.hash, lock) !== undefined) return true
  const what = said.find((it) => it !== undefined)?.hash ?? "none"
  findings.fault("ANCHOR_DIFFERS", { block, transaction: found.hash, expected: hash, found: what, shown })
  return false
}

function checkAgainst(
  { findings }: Work,
  chain: Epoch[],
  { block, hash, txHash, committedIn }: Movements["anchors"][number],
  tip: bigint,
): void {
  const [newest, oldest] = [chain[0]?.manifest.block.number ?? 0n, chain.at(-1)?.manifest.block.number ?? 0n]
  const blame = { block, transaction: txHash, expected: hash }
  if (block > newest) {
    if (committedIn + GRACE_BLOCKS <= tip) findings.fault("EPOCH_HIDDEN", { ...blame, found: "none" })
    return
  }
  const shown = chain.find(({ manifest }) => manifest.block.number === block)
  if (block >= oldest && shown?.hash !== hash)
    findings.fault("TWO_ROOTS", { ...blame, found: shown?.hash ?? "none", shown: shown?.shown })
}

/** @param waiting newest first: manifests newer than what is on the chain */
async function checkOverdue({ node, findings }: Work, waiting: Epoch[]): Promise<void> {
  // While the platform stood still it could not: what it made before that does not count.
  const pause = waiting.findIndex(({ manifest }, i) => {
    const older = waiting[i + 1]
    return older && manifest.block.number > staleAfter(older.manifest)
  })
  const longest = waiting.at(pause)
  if (!longest) return
  const { manifest, shown } = longest
  const { number: block } = manifest.block
  const [made, now] = [await node.timeOf(block), await node.timeOf(await node.tip())]
  if (now - made > OVERDUE_MS) findings.fault("ANCHOR_MISSING", { block, shown })
}
