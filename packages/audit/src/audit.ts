import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"
import { checkAccount } from "./account"
import { checkAnchors } from "./anchors"
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
    const manifests = await readManifests(work, { block, seen: options.seen })
    result.epoch = manifests.audited.shown
    if (!(await checkBlock(work, manifests.audited))) return
    if (block === undefined) checkAge(work, manifests.audited, tip)
    await checkParts(work, { manifests, tip, owner, receipts: options.receipts ?? [] }, result)
    await checkStayed(work, manifests.audited)
  })
  return result
}

interface Parts {
  manifests: Manifests
  tip: bigint
  owner: Owner | undefined
  receipts: readonly ShownReceipt[]
}

/** One that cannot be looked at leaves the others. */
async function checkParts(work: Work, { manifests, tip, owner, receipts }: Parts, result: AuditResult): Promise<void> {
  const { findings } = work
  const { audited, chain, anchored } = manifests
  const bound = anchored ?? chain.at(-1) ?? audited
  const since = bound.manifest.block.number < audited.manifest.block.number ? bound : audited
  await part(findings, async () => {
    const movements = await readMovements(work, audited.lock, since.manifest.block.number)
    await part(findings, () => checkReserves(work, audited, movements))
    await part(findings, async () => {
      result.isAnchored = await checkAnchors(work, manifests, { movements, tip })
    })
  })
  let leaves: Uint8Array | undefined
  await part(findings, async () => {
    leaves = await checkLiabilities(work, audited)
  })
  const { owed, held, block } = audited.manifest
  if (held.total < owed.total)
    findings.fault("NOT_COVERED", { block: block.number, expected: `${owed.total}`, found: `${held.total}` })
  if (!owner) return
  await part(findings, async () => {
    const yours = await checkAccount(work, audited, owner, { leaves, receipts })
    if (yours) result.yours = yours
  })
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
