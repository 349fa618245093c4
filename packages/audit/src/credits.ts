import type { Hex } from "@/lib/hex"
import { type ProvableReceipt, readReceipt } from "@/lib/proof/receipt"
import { findSigned } from "@/lib/proof/signature"
import { commitmentOf } from "@/lib/proof/verify"
import { lockOfAddress } from "@/lib/review/address"
import { scriptHash } from "@/lib/review/decode"
import type { Epoch } from "./epoch"
import type { Committed } from "./node"
import type { Owner } from "./owner"
import { type Credit, creditShape } from "./shapes"
import { Malformed } from "./source"
import type { ShownReceipt } from "./types"
import type { Work } from "./work"

/** What payments up to the epoch's block have given to an address, in shannons. */
export interface Credited {
  shares: bigint
  /** by refunds to it, which are old enough to be in the epoch */
  given: bigint
  /** by refunds from it */
  taken: bigint
  /** the receipts of what was counted */
  shown: ProvableReceipt[]
}

/** A refund that is younger may or may not have come before the epoch. */
const YOUNG_MS = 10 * 60_000

/**
 * Adds up what an address was given, by the chain: of each payment that the platform tells of, the commitment in its
 * transaction is computed again, and the platform's signature covers it. What a payer's receipt proves and the platform
 * does not tell of is a fault.
 */
export async function readCredits(
  work: Work,
  epoch: Epoch,
  owner: Owner,
  receipts: readonly ShownReceipt[],
): Promise<Credited> {
  const { manifest } = epoch
  // The platform could say that an epoch was made long before its block, so as to leave refunds out.
  const made = Math.max(Date.parse(manifest.createdAt), await work.node.timeOf(manifest.block.number))
  const credited: Credited = { shares: 0n, given: 0n, taken: 0n, shown: [] }
  /** what refunds have taken of each payment */
  const told = new Map<Hex, bigint>()
  const refunds = { taken: new Set<number>(), given: new Set<number>() }
  const path = `/api/account/${owner.address}/credits`
  let done = 0
  for await (const page of work.source.pages(path, creditShape)) {
    for (const credit of page) {
      const receipt = receiptOf(credit, epoch, path)
      const share = await shareOf(work, epoch, owner, receipt)
      await work.breathe("credits", ++done)
      if (share === undefined) continue
      const before = told.get(receipt.tx_hash)
      if (before === undefined) {
        credited.shares += share
        credited.shown.push(receipt)
      }
      const { taken, given } = refundsOf(credit, refunds, made)
      const takenOfIt = (before ?? 0n) + taken
      told.set(receipt.tx_hash, takenOfIt)
      if (taken > 0n && takenOfIt > share)
        work.findings.fault("REFUND_TOO_LARGE", {
          ...blameOf(epoch, receipt),
          ...{ expected: `${share}`, found: `${takenOfIt}` },
        })
      credited.taken += taken
      credited.given += given
    }
  }
  for (const shown of receipts) await checkTold(work, epoch, owner, { shown, told })
  return credited
}

/** @throws Malformed */
function receiptOf({ receipt }: Credit, { manifest }: Epoch, path: string): ProvableReceipt {
  const read = readReceipt({ ...(receipt as object), version: 1, genesis_hash: manifest.genesisHash })
  if (!read.ok) throw new Malformed(path, "a receipt has another form")
  return read.receipt
}

/** @returns shannons; undefined when the payment does not count: it is in no block, or in a later one, or has a fault */
async function shareOf(work: Work, epoch: Epoch, owner: Owner, receipt: ProvableReceipt): Promise<bigint | undefined> {
  const found = await work.node.committed(receipt.tx_hash)
  if (!found || found.block > epoch.manifest.block.number) return undefined
  const wrong = faultOf(found, epoch, receipt)
  if (!wrong) return ownShare(receipt, owner)
  const says = found.tx.witnesses[found.tx.inputs.length] ?? "none"
  work.findings.fault(wrong, { ...blameOf(epoch, receipt), expected: says, found: commitmentOf(receipt) })
  return undefined
}

function faultOf({ tx, hash }: Committed, { lock }: Epoch, receipt: ProvableReceipt) {
  if (tx.witnesses[tx.inputs.length] !== commitmentOf(receipt)) return "SHARES_CHANGED"
  return findSigned(tx, hash, lock) === undefined ? "CREDIT_UNSIGNED" : undefined
}

const blameOf = ({ manifest }: Epoch, receipt: ProvableReceipt) => ({
  block: manifest.block.number,
  transaction: receipt.tx_hash,
  payment: receipt.payment_id,
  shown: receipt,
})

/** shannons; a fee is the platform's own */
function ownShare({ shares }: ProvableReceipt, { lockHash }: Owner): bigint {
  return shares.reduce(
    (total, { kind, address, amount }) =>
      kind !== "fee" && scriptHash(lockOfAddress(address)) === lockHash ? total + amount : total,
    0n,
  )
}

/** A refund is counted once, however often its payment is in the list. */
function refundsOf(
  { refunds }: Credit,
  counted: { taken: Set<number>; given: Set<number> },
  made: number,
): { taken: bigint; given: bigint } {
  let [taken, given] = [0n, 0n]
  for (const refund of refunds) {
    if (refund.taken > 0n && !counted.taken.has(refund.refund_id)) {
      counted.taken.add(refund.refund_id)
      taken += refund.taken
    }
    if (refund.given === 0n || counted.given.has(refund.refund_id)) continue
    counted.given.add(refund.refund_id)
    if (Date.parse(refund.created_at) < made - YOUNG_MS) given += refund.given
  }
  return { taken, given }
}

/** What does not hold, or is too young, or is of somebody else, accuses nobody. */
async function checkTold(
  { node, findings }: Work,
  epoch: Epoch,
  owner: Owner,
  { shown, told }: { shown: ShownReceipt; told: ReadonlyMap<Hex, bigint> },
): Promise<void> {
  const read = readReceipt(shown.receipt)
  if (!read.ok) return findings.note("RECEIPT_UNREADABLE", `${shown.name} is no receipt`)
  const { receipt } = read
  if (receipt.genesis_hash !== epoch.manifest.genesisHash || ownShare(receipt, owner) === 0n)
    return findings.note("RECEIPT_UNREADABLE", `${shown.name} gives nothing to ${owner.address} on this chain`)
  const found = await node.committed(receipt.tx_hash)
  if (!found) return findings.note("RECEIPT_UNREADABLE", `${shown.name}: its payment is in no block`)
  if (faultOf(found, epoch, receipt))
    return findings.note("RECEIPT_UNREADABLE", `${shown.name} is not what the platform has signed`)
  if (found.block <= epoch.manifest.block.number && !told.has(receipt.tx_hash))
    findings.fault("CREDIT_HIDDEN", blameOf(epoch, receipt))
}
