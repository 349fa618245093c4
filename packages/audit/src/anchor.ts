import { readAnchor } from "@/lib/chain/manifest"
import { findSigned } from "@/lib/proof/signature"
import type { Epoch } from "./epoch"
import type { Work } from "./work"

/** What has just come into a block may not be everywhere yet. */
export const GRACE_BLOCKS = 10n

/**
 * Checks the transaction by which the platform says that it has bound itself to a manifest, where everybody sees the
 * same: it has the manifest's hash, and the platform has signed it.
 *
 * @param tip the newest block before anything was read
 * @returns whether it has; what is in no block yet waits
 */
export async function checkAnchor({ node, findings }: Work, epoch: Epoch, tip: bigint): Promise<boolean> {
  const { anchor, hash, lock, shown, manifest } = epoch
  if (!anchor || anchor.status === "signed") return false
  const { number: block } = manifest.block
  const found = await node.committed(anchor.tx_hash)
  if (!found) {
    // A node that has seen more blocks than the platform speaks of should know it.
    const isKnown = tip >= BigInt(anchor.anchored_block_number ?? 0) + GRACE_BLOCKS
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
