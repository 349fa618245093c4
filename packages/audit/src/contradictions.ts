import { GRACE_BLOCKS } from "./anchor"
import type { Epoch } from "./epoch"
import type { Manifests } from "./manifests"
import type { FoundAnchor, Movements } from "./movements"
import { staleAfter } from "./stale"
import type { Work } from "./work"

/** A platform that could, and puts no manifest on the chain for so long, binds itself to nothing. */
const OVERDUE_MS = 6 * 3_600_000
/** Of fewer cells it needs each for payments. */
const CELLS_NEEDED = 2

/**
 * Checks that nothing else which the platform has put on the chain contradicts the manifests that it shows, and that it
 * has not ceased to.
 */
export async function checkAgainstChain(work: Work, manifests: Manifests, movements: Movements, tip: bigint) {
  for (const anchor of movements.anchors) checkAgainst(work, manifests, anchor, tip)
  const { chain, anchored } = manifests
  const waiting = chain.slice(0, anchored ? chain.indexOf(anchored) : undefined)
  if (movements.live.size >= CELLS_NEEDED) await checkOverdue(work, waiting)
}

function checkAgainst({ findings }: Work, { chain, isWhole }: Manifests, anchor: FoundAnchor, tip: bigint): void {
  const { block, hash, txHash, committedIn } = anchor
  const numberOf = ({ manifest }: Epoch) => manifest.block.number
  const [newest, oldest] = [numberOf(chain[0]), numberOf(chain.at(-1) ?? chain[0])]
  const blame = { block, transaction: txHash, expected: hash }
  const isHidden = block > newest ? committedIn + GRACE_BLOCKS <= tip : isWhole && block < oldest
  if (isHidden) findings.fault("EPOCH_HIDDEN", { ...blame, found: "none" })
  if (block > newest || block < oldest) return
  const shown = chain.find((epoch) => numberOf(epoch) === block)
  if (shown?.hash !== hash) findings.fault("TWO_ROOTS", { ...blame, found: shown?.hash ?? "none", shown: shown?.shown })
}

/** @param waiting newest first: manifests newer than what is on the chain */
async function checkOverdue({ node, findings }: Work, waiting: Epoch[]): Promise<void> {
  // While the platform stood still it could not: what it had made before does not count.
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
