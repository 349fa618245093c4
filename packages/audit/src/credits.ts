import { scriptHash } from "@/lib/chain/decode"
import type { Hex } from "@/lib/hex"
import { type ProvableReceipt, readReceipt } from "@/lib/proof/receipt"
import { findSigned } from "@/lib/proof/signature"
import { commitmentOf } from "@/lib/proof/verify"
import { lockOfAddress } from "@/lib/review/address"
import type { Epoch } from "./epoch"
import type { Committed } from "./node"
import type { Owner } from "./owner"
import { type Credit, creditShape } from "./shapes"
import { Malformed } from "./source"
import type { ShownReceipt } from "./types"
import type { Work } from "./work"

/** What a payment has given to an address, by the chain; amounts in shannons. */
export interface Credited {
  receipt: ProvableReceipt
  block: bigint
  share: bigint
  /** by a refund from the address */
  taken: bigint
  /** by refunds to it, and when */
  given: { amount: bigint; at: number }[]
}

/**
 * Reads what an address was given, by the chain: of each payment that the platform tells of, the commitment in its
 * transaction is computed again, and the platform's signature covers it. What a payer's receipt proves and the platform
 * does not tell of is a fault.
 *
 * @param epoch the newest that is looked at: later payments do not count
 */
export async function readCredits(
  work: Work,
  epoch: Epoch,
  owner: Owner,
  receipts: readonly ShownReceipt[],
): Promise<Credited[]> {
  const credited = new Map<Hex, Credited>()
  const told = new Set<Hex>()
  const refunds = { taken: new Set<number>(), given: new Set<number>() }
  const path = `/api/account/${owner.address}/credits`
  let done = 0
  for await (const page of work.source.pages(path, creditShape)) {
    for (const credit of page) {
      const receipt = receiptOf(credit, epoch, path)
      told.add(receipt.tx_hash)
      // A payment comes again with each refund to its payer.
      const payment = credited.get(receipt.tx_hash) ?? (await creditOf(work, epoch, owner, receipt))
      await work.breathe("credits", ++done)
      if (!payment) continue
      credited.set(receipt.tx_hash, payment)
      takeRefunds(payment, credit, refunds)
    }
  }
  for (const { receipt, share, taken } of credited.values())
    if (taken > share)
      work.findings.fault("REFUND_TOO_LARGE", { ...blameOf(epoch, receipt), expected: `${share}`, found: `${taken}` })
  for (const shown of receipts) await checkTold(work, epoch, owner, { shown, told })
  return [...credited.values()]
}

/** @throws Malformed */
function receiptOf({ receipt }: Credit, { manifest }: Epoch, path: string): ProvableReceipt {
  const read = readReceipt(receipt)
  if (!read.ok) throw new Malformed(path, "a receipt has another form")
  if (read.receipt.genesis_hash !== manifest.genesisHash) throw new Malformed(path, "a receipt is of another chain")
  return read.receipt
}

/** @returns undefined when the payment does not count: it is in no block, or in a later one, or has a fault */
async function creditOf(
  { node, findings }: Work,
  epoch: Epoch,
  owner: Owner,
  receipt: ProvableReceipt,
): Promise<Credited | undefined> {
  const found = await node.committed(receipt.tx_hash)
  if (!found || found.block > epoch.manifest.block.number) return undefined
  const wrong = faultOf(found, epoch, receipt)
  if (!wrong) return { receipt, block: found.block, share: ownShare(receipt, owner), taken: 0n, given: [] }
  const says = found.tx.witnesses[found.tx.inputs.length] ?? "none"
  findings.fault(wrong, { ...blameOf(epoch, receipt), expected: says, found: commitmentOf(receipt) })
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
function takeRefunds(
  payment: Credited,
  { refunds }: Credit,
  counted: { taken: Set<number>; given: Set<number> },
): void {
  for (const { refund_id, taken, given, created_at } of refunds) {
    if (taken > 0n && !counted.taken.has(refund_id)) {
      counted.taken.add(refund_id)
      payment.taken += taken
    }
    if (given === 0n || counted.given.has(refund_id)) continue
    counted.given.add(refund_id)
    payment.given.push({ amount: given, at: Date.parse(created_at) })
  }
}

/** What does not hold, or is too young, or is of somebody else, accuses nobody. */
async function checkTold(
  { node, findings }: Work,
  epoch: Epoch,
  owner: Owner,
  { shown, told }: { shown: ShownReceipt; told: ReadonlySet<Hex> },
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
