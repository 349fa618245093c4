import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { checkAccount, type History, readHistory } from "./account"
import { checkAgainstChain } from "./contradictions"
import type { Epoch } from "./epoch"
import { CannotCheck, Findings } from "./faults"
import { checkLiabilities } from "./liabilities"
import { type Manifests, readManifests } from "./manifests"
import { readMovements } from "./movements"
import { Node } from "./node"
import { type Owner, ownerOf } from "./owner"
import { checkReserves } from "./reserves"
import { Malformed, Source } from "./source"
import { staleAfter } from "./stale"
import type { AuditOptions, AuditResult, ShownReceipt } from "./types"
import { Work } from "./work"

/** A node may stand on another branch of so many blocks, and nobody is to blame. */
const SETTLED = 24n

/**
 * Audits a platform, believing nothing but a CKB node: what it says that it owes and holds at a block, whether it has
 * bound itself to that on the chain, and what it owes to one address. Whatever is wrong or cannot be seen is in the
 * result.
 *
 * @throws TypeError for an address that is none
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { get, rpc, sha256 = nobleSha256, onProgress = () => {} } = options
  const owner = options.address === undefined ? undefined : ownerOf(options.address)
  const findings = new Findings()
  const work = new Work(new Source(get), new Node(rpc), findings, sha256, onProgress)
  const result: AuditResult = { isAnchored: false, faults: findings.faults, unchecked: findings.unchecked }
  await part(findings, async () => {
    const tip = await work.node.tip()
    const block = options.epoch === undefined ? undefined : BigInt(options.epoch)
    const manifests = await readManifests(work, { block, seen: options.seen, tip })
    const { wanted, anchored } = manifests
    result.epoch = wanted.shown
    result.isAnchored = anchored !== undefined && anchored.manifest.block.number >= wanted.manifest.block.number
    if (anchored) result.anchored = anchored.shown
    if (!(await checkBlock(work, wanted))) return
    if (block === undefined) checkAge(work, wanted, tip)
    // Only what is on the chain was shown to everybody: what is not yet is looked at together with what is.
    const epochs = anchored && !result.isAnchored ? [wanted, anchored] : [wanted]
    await checkEpochs(work, { manifests, epochs, tip, owner, receipts: options.receipts ?? [] }, result)
    for (const epoch of epochs) await checkStayed(work, epoch)
  })
  return result
}

interface Parts {
  manifests: Manifests
  /** newest first */
  epochs: Epoch[]
  tip: bigint
  owner: Owner | undefined
  receipts: readonly ShownReceipt[]
}

/** One part that cannot be looked at leaves the others. */
async function checkEpochs(work: Work, parts: Parts, result: AuditResult): Promise<void> {
  const { findings } = work
  const { manifests, epochs, tip, owner, receipts } = parts
  const { wanted } = manifests
  await part(findings, async () => {
    const movements = await readMovements(work, wanted.lock, sinceWhen(manifests))
    for (const epoch of epochs) await part(findings, () => checkReserves(work, epoch, movements))
    await part(findings, () => checkAgainstChain(work, manifests, movements, tip))
  })
  let history: History | undefined
  await part(findings, async () => {
    if (owner) history = await readHistory(work, wanted, owner, receipts)
  })
  for (const epoch of epochs) {
    let leaves: Uint8Array | undefined
    await part(findings, async () => {
      leaves = await checkLiabilities(work, epoch)
    })
    checkCover(work, epoch)
    await part(findings, async () => {
      const yours = history && (await checkAccount(work, epoch, history, leaves))
      if (yours && epoch === wanted) result.yours = yours
    })
  }
}

/** Of a platform that says that it has put nothing on the chain yet, all that it ever did. */
function sinceWhen({ chain, anchored, wanted, isWhole }: Manifests): bigint {
  if (!anchored && isWhole) return 0n
  const bound = anchored ?? chain.at(-1) ?? wanted
  const oldest = bound.manifest.block.number < wanted.manifest.block.number ? bound : wanted
  return oldest.manifest.block.number
}

function checkCover({ findings }: Work, { manifest }: Epoch): void {
  const { owed, held, block } = manifest
  if (held.total < owed.total)
    findings.fault("NOT_COVERED", { block: block.number, expected: `${owed.total}`, found: `${held.total}` })
}

async function part(findings: Findings, check: () => Promise<void>): Promise<void> {
  try {
    await check()
  } catch (error) {
    if (error instanceof CannotCheck) findings.note(error.code, error.detail)
    else if (error instanceof Malformed) findings.fault("MALFORMED_ANSWER", { file: error.path, found: error.message })
    else throw error
  }
}

/** @returns whether the node's chain has the epoch's block: else nothing can be compared */
async function checkBlock({ node, findings }: Work, { manifest, shown }: Epoch): Promise<boolean> {
  const { genesisHash, block } = manifest
  const genesis = await node.blockHash(0n)
  const blame = { block: block.number, shown }
  if (genesis !== genesisHash) {
    findings.fault("OTHER_CHAIN", { ...blame, expected: genesis ?? "none", found: genesisHash })
    return false
  }
  const hash = await node.blockHash(block.number)
  if (hash === block.hash) return true
  if (hash === null) findings.note("NODE_BEHIND")
  else if ((await node.tip()) < block.number + SETTLED) findings.note("NODE_UNSETTLED")
  else findings.fault("BLOCK_NOT_ON_CHAIN", { ...blame, expected: hash, found: block.hash })
  return false
}

/** What was compared with a block that has left the chain meanwhile accuses nobody. */
async function checkStayed({ node, findings }: Work, { manifest }: Epoch): Promise<void> {
  const { number, hash } = manifest.block
  if (findings.faults.length === 0 || (await node.blockHash(number)) === hash) return
  findings.faults.splice(0)
  findings.note("NODE_UNSETTLED")
}

function checkAge({ findings }: Work, { manifest, shown }: Epoch, tip: bigint): void {
  const { block } = manifest
  if (tip > staleAfter(manifest))
    findings.fault("STALE", { block: block.number, expected: `block ${tip}`, found: `block ${block.number}`, shown })
}
