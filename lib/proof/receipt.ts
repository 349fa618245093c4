import { isSalt } from "@/lib/commitment"
import type { Hex } from "@/lib/hex"
import { SHARE_KINDS, type ShareKind } from "@/lib/ledger/types"
import { MAX_SHANNONS } from "@/lib/money"
import { lockOfAddress } from "@/lib/review/address"

/**
 * What proves a payment to a stranger: all that its commitment hashes, where it stands on which chain, and nothing
 * else. The API answers it and the file has it in these words, amounts as decimal texts; docs/commitment.md has the
 * format.
 */
export interface ProvableReceipt {
  version: 1
  genesis_hash: Hex
  tx_hash: Hex
  payment_id: number
  /** null for a commitment of the first form, which has none */
  salt: Hex | null
  /** the platform's address */
  platform: string
  /** the payer's address */
  sender: string
  /** in the order in which the commitment names them */
  shares: ProvableShare[]
}

export interface ProvableShare {
  kind: ShareKind
  address: string
  /** shannons, more than zero */
  amount: bigint
}

/** Why something is no receipt that can be checked. `OTHER_VERSION`: it may well be one, of a later version. */
export const UNREADABLE = ["MALFORMED_RECEIPT", "OTHER_VERSION"] as const
export type Unreadable = (typeof UNREADABLE)[number]

export type ReadReceipt = { ok: true; receipt: ProvableReceipt } | { ok: false; code: Unreadable }

/** A payment has at most 32 splits, the receiver's share and the fee. */
const MAX_SHARES = 34
/** No known lock has an address as long as this. */
const MAX_ADDRESS_LENGTH = 400

/**
 * Reads what may be a receipt: a file's JSON, the API's reply, or whatever somebody brings.
 *
 * A share of zero is refused: the commitment does not name it, so anybody could add one.
 */
export function readReceipt(value: unknown): ReadReceipt {
  if (!isObject(value)) return unreadable("MALFORMED_RECEIPT")
  if (value.version !== 1) return unreadable(Number.isInteger(value.version) ? "OTHER_VERSION" : "MALFORMED_RECEIPT")
  const { genesis_hash, tx_hash, payment_id, salt, platform, sender } = value
  const shares = readShares(value.shares)
  const isWhole =
    isHash(genesis_hash) &&
    isHash(tx_hash) &&
    isId(payment_id) &&
    (salt === null || isSalt(salt)) &&
    isAddress(platform) &&
    isAddress(sender)
  if (!isWhole || !shares) return unreadable("MALFORMED_RECEIPT")
  return { ok: true, receipt: { version: 1, genesis_hash, tx_hash, payment_id, salt, platform, sender, shares } }
}

/** shannons: what the platform took in for all shares together */
export function sumOfShares({ shares }: Pick<ProvableReceipt, "shares">): bigint {
  return shares.reduce((sum, { amount }) => sum + amount, 0n)
}

function readShares(value: unknown): ProvableShare[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_SHARES) return undefined
  const shares = value.map(readShare)
  return shares.every((share) => share !== undefined) ? shares : undefined
}

function readShare(value: unknown): ProvableShare | undefined {
  if (!isObject(value)) return undefined
  const kind = SHARE_KINDS.find((known) => known === value.kind)
  const amount = readAmount(value.amount)
  return kind && isAddress(value.address) && amount !== undefined ? { kind, address: value.address, amount } : undefined
}

/** @param value its digits, as JSON has it, or the number itself */
function readAmount(value: unknown): bigint | undefined {
  const amount = typeof value === "string" && /^[1-9]\d{0,18}$/.test(value) ? BigInt(value) : value
  return typeof amount === "bigint" && amount > 0n && amount <= MAX_SHANNONS ? amount : undefined
}

function isAddress(value: unknown): value is string {
  if (typeof value !== "string" || value.length > MAX_ADDRESS_LENGTH) return false
  try {
    lockOfAddress(value)
    return true
  } catch {
    return false
  }
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function isHash(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}

function unreadable(code: Unreadable): ReadReceipt {
  return { ok: false, code }
}
