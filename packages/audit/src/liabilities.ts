import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import { addUp, LEAF_BYTES } from "@/lib/proof/liabilities"
import type { Epoch } from "./epoch"
import type { Work } from "./work"

/** So many hashes the tree's reckoning makes between two breaths. */
const HASHES_EACH = 2_048

/**
 * Checks that the leaves are the manifest's, and add up to its root and its sum.
 *
 * @returns the file; undefined when it is no file of leaves
 */
export async function checkLiabilities(work: Work, { manifest }: Epoch): Promise<Uint8Array | undefined> {
  const { findings } = work
  const { owed, block, genesisHash } = manifest
  const path = `/api/solvency/${block.number}/leaves`
  const file = await work.source.file(path)
  const blame = { block: block.number, file: path }
  const fileHash = hexOf(work.sha256(file))
  if (fileHash !== owed.leavesHash) {
    findings.fault("LEAVES_REPLACED", { ...blame, expected: owed.leavesHash, found: fileHash })
    return undefined
  }
  const count = file.length / LEAF_BYTES
  if (BigInt(Math.floor(count)) !== owed.leaves)
    findings.fault("LEAVES_MALFORMED", { ...blame, expected: `${owed.leaves}`, found: `${count}` })
  const context = { genesisHash: hexToBytes(genesisHash.slice(2)), block: block.number }
  const reckoning = addUp(work.sha256, context, file)
  let step = reckoning.next()
  for (let hashes = 0; !step.done; step = reckoning.next()) {
    hashes += HASHES_EACH
    await work.breathe("leaves", hashes, 2 * count)
  }
  const sums = step.value
  if ("fault" in sums) {
    if (sums.fault === "sum too large") findings.fault("SUM_TOO_LARGE", blame)
    else findings.fault("LEAVES_MALFORMED", { ...blame, found: sums.fault })
    return undefined
  }
  const root = hexOf(sums.root)
  if (root !== owed.root) findings.fault("ROOT_DIFFERS", { ...blame, expected: root, found: owed.root })
  if (sums.total !== owed.total)
    findings.fault("OWED_DIFFERS", { ...blame, expected: `${sums.total}`, found: `${owed.total}` })
  return file
}

const hexOf = (bytes: Uint8Array): Hex => `0x${bytesToHex(bytes)}`
