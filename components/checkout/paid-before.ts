import type { CheckoutOrder } from "@/components/payment/order"
import type { ApiError } from "@/lib/client/http"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Prepared } from "@/lib/client/types"

/** A payment that the one of this page would repeat. */
export interface PaidBefore {
  /** null when this browser may not know which one it is */
  id: number | null
  clientSecret: string | null
  txHash: string | null
  /** milliseconds since 1970; null when that is not known here */
  at: number | null
  /** where that is known from: this browser, the server, or a signature that came too late */
  from: "browser" | "server" | "signature"
}

interface Known {
  order: CheckoutOrder
  /** what this browser has signed */
  saved: SavedPayment[]
  /** `keysOf` what the payer knows of, and goes on all the same */
  accepted: string[]
}

/**
 * The payment that an order would repeat, as far as that is known before anything is prepared.
 *
 * @param rejected why the last signature could not be used
 */
export function knownBefore({ order, saved, accepted }: Known, rejected: ApiError | null): PaidBefore | null {
  const isNews = (before: PaidBefore) => !keysOf(before).some((key) => accepted.includes(key))
  const spender = rejected && ofSignature(rejected)
  if (spender && isNews(spender)) return withSecret(spender, saved)
  const same = saved.filter((payment) => isSameOrder(payment, order)).map(ofBrowser)
  return same.find(isNews) ?? null
}

/** The same as the server says it as it prepares, unless the payer or this browser knows better. */
export function toldBefore({ order, saved, accepted }: Known, paidBefore: Prepared["paid_before"]): PaidBefore | null {
  if (!paidBefore) return null
  const told = withSecret(ofServer(paidBefore), saved)
  if (keysOf(told).some((key) => accepted.includes(key))) return null
  // Of the same amount and, as this browser knows, for something else.
  const own = saved.find(({ proof }) => proof?.txHash === paidBefore.tx_hash)
  return own?.order && !isSameOrder(own, order) ? null : told
}

/** A payment goes by its number and by its transaction: who names it may know only one of them. */
export function keysOf({ id, txHash }: PaidBefore): string[] {
  return [id === null ? null : `payment ${id}`, txHash].filter((key) => key !== null)
}

function isSameOrder({ order, link, reference }: SavedPayment, wanted: CheckoutOrder): boolean {
  if (order?.amount !== wanted.amount.toString()) return false
  if (wanted.link || link !== undefined)
    return link === wanted.link?.slug && (reference ?? "") === (wanted.reference ?? "")
  return order.to === wanted.to && order.note === wanted.note
}

export function ofBrowser({ id, clientSecret, proof, savedAt }: SavedPayment): PaidBefore {
  return { id, clientSecret, txHash: proof?.txHash ?? null, at: savedAt, from: "browser" }
}

function ofServer({ payment_id, tx_hash, created_at }: NonNullable<Prepared["paid_before"]>): PaidBefore {
  return { id: payment_id, clientSecret: null, txHash: tx_hash, at: Date.parse(created_at), from: "server" }
}

function ofSignature({ code, problem }: ApiError): PaidBefore | null {
  const { payment_id, is_same_payment } = problem as { payment_id?: unknown; is_same_payment?: unknown }
  if (code !== "INPUT_SPENT" || is_same_payment !== true || typeof payment_id !== "number") return null
  return { id: payment_id, clientSecret: null, txHash: null, at: null, from: "signature" }
}

/** What this browser has signed it may read. */
function withSecret(before: PaidBefore, saved: SavedPayment[]): PaidBefore {
  const own = saved.find(({ id, proof }) => id === before.id || (proof && proof.txHash === before.txHash))
  if (!own) return before
  return { ...ofBrowser(own), from: before.from, at: before.at ?? own.savedAt }
}
