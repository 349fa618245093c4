import type { Config } from "@/lib/client/types"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import type { ChainFailure, Proven, ReceiptFailure } from "@/lib/proof/verify"
import { isSameScript, lockOfAddress } from "@/lib/review/address"

/** What somebody is told of a receipt; only `PROVEN` is good. */
export type Outcome = "PROVEN" | "SHALLOW" | "OTHER_PLATFORM" | ChainFailure

/** How deep a payment lies that nobody counts on to come back out, where this site does not say (mainnet's setting). */
const DEEP = 24

/** What of this site a receipt is compared with; undefined while it is not known. */
type Site = Pick<Config, "genesis_hash" | "platform_address" | "confirmations"> | undefined

/** @param receipt one that was read, so that it fails for what the chain says alone */
export function judge(
  proof: Proven | { ok: false; code: ReceiptFailure },
  receipt: ProvableReceipt,
  site: Site,
): Outcome {
  if (!proof.ok) return proof.code as ChainFailure
  if (!isOwn(receipt, site)) return "OTHER_PLATFORM"
  return proof.depth < depthNeeded(receipt, site) ? "SHALLOW" : "PROVEN"
}

/** Whether the platform that has signed a receipt is this site's. Another chain's is not. */
export function isOwn(receipt: ProvableReceipt, site: Site): boolean {
  return site?.genesis_hash === receipt.genesis_hash && isSameLock(site.platform_address, receipt.platform)
}

/** blocks; the one that holds the payment counts as 1 */
export function depthNeeded(receipt: ProvableReceipt, site: Site): number {
  return site?.genesis_hash === receipt.genesis_hash ? site.confirmations : DEEP
}

/** Whether looking again may tell something else. */
export function isUnsettled(outcome: Outcome | undefined): boolean {
  return outcome === "SHALLOW" || outcome === "NOT_COMMITTED" || outcome === "NOT_FOUND"
}

/**
 * What of a receipt goes to an address, in shannons.
 *
 * @returns undefined for what is no address
 */
export function shareOf(receipt: ProvableReceipt, address: string): bigint | undefined {
  try {
    lockOfAddress(address)
  } catch {
    return undefined
  }
  const own = receipt.shares.filter((share) => isSameLock(share.address, address))
  return own.reduce((sum, { amount }) => sum + amount, 0n)
}

/** An address may be written in more ways than one. */
function isSameLock(one: string, other: string): boolean {
  return isSameScript(lockOfAddress(one), lockOfAddress(other))
}
