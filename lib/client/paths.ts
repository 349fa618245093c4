import { cleanAddress } from "@/lib/typed"
import { amountInAddress } from "@/lib/typed-amount"
import type { PaymentLink } from "./types"

/** What somebody wants to pay, as a checkout's own address or its form says it: texts, nothing checked yet. */
export interface CheckoutWish {
  to: string
  amount: string
  note: string
}

/** The wish in the address of a checkout. */
export function readWish(query: URLSearchParams): CheckoutWish {
  return {
    to: cleanAddress(query.get("to") ?? ""),
    amount: amountInAddress(query.get("amount")),
    note: query.get("note") ?? "",
  }
}

/** The address of the checkout for a wish. */
export function checkoutPath(wish: CheckoutWish, paymentId?: number): string {
  const query = new URLSearchParams()
  if (wish.to) query.set("to", wish.to)
  if (wish.amount) query.set("amount", wish.amount)
  if (wish.note) query.set("note", wish.note)
  if (paymentId !== undefined) query.set("payment", String(paymentId))
  return `/pay?${query}`
}

/** The address of a link's checkout. The amount is part of it where the link leaves it open. */
export function linkPath(link: Pick<PaymentLink, "slug" | "amount">, amount: string, paymentId?: number): string {
  const query = new URLSearchParams()
  if (link.amount === null && amount) query.set("amount", amount)
  if (paymentId !== undefined) query.set("payment", String(paymentId))
  return query.size > 0 ? `/p/${link.slug}?${query}` : `/p/${link.slug}`
}

/**
 * The address of a payment's receipt.
 *
 * @param shareKey shows it to whoever has the address; behind the `#` it reaches no server's log
 */
export function receiptPath(paymentId: number, shareKey?: string): string {
  return shareKey === undefined ? `/receipt/${paymentId}` : `/receipt/${paymentId}#share=${shareKey}`
}

/** The operator's page of a payment. */
export function recordPath(paymentId: number): string {
  return `/admin/payments/${paymentId}`
}

/** The key in the address of a receipt that somebody was given, if it has one. */
export function readShareKey(fragment: string): string | null {
  return fragment.match(/^#share=([\w-]{1,100})$/)?.[1] ?? null
}

/** The address of the list of one's own payments. */
export const PAYMENTS_PATH = "/payments"

/** The id in `?payment=`, if it is one. */
export function readPaymentId(query: URLSearchParams): number | null {
  return parsePaymentId(query.get("payment") ?? "")
}

export function parsePaymentId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
