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

interface PathOfLink {
  /** part of it where the link leaves the amount open */
  amount?: string
  paymentId?: number
  /** the merchant's name for what is paid, which came with the address */
  reference?: string
}

/** The address of a link's checkout. */
export function linkPath(
  link: Pick<PaymentLink, "slug" | "amount">,
  { amount, paymentId, reference }: PathOfLink = {},
): string {
  return withQuery(`/p/${link.slug}`, {
    ref: reference,
    amount: link.amount === null ? amount : undefined,
    payment: paymentId,
  })
}

/** The address of somebody's own page, and of a payment that is made there. */
export function profilePath(name: string, { amount, paymentId }: Omit<PathOfLink, "reference"> = {}): string {
  return withQuery(`/u/${name}`, { amount, payment: paymentId })
}

function withQuery(path: string, values: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, String(value))
  return query.size > 0 ? `${path}?${query}` : path
}

/** What an order is called in the address of a link: `?ref=`. As it came: the server says when it is not good. */
export function readReference(query: URLSearchParams): string {
  return (query.get("ref") ?? "").trim()
}

/**
 * The address of a payment's receipt.
 *
 * @param shareKey shows it to whoever has the address; behind the `#` it reaches no server's log
 */
export function receiptPath(paymentId: number, shareKey?: string): string {
  return shareKey === undefined ? `/receipt/${paymentId}` : `/receipt/${paymentId}#share=${shareKey}`
}

/**
 * The page that checks a receipt.
 *
 * @param fragment holds the whole receipt; behind the `#` it reaches no server
 */
export function verifyPath(fragment: string): string {
  return `/verify#${fragment}`
}

/**
 * The page of a receiver's statement.
 *
 * @param month "2026-01"
 */
export function statementPath(address: string, month: string): string {
  return `/receiver/${address}/statement?month=${month}`
}

/** The operator's page of a payment. */
export function recordPath(paymentId: number): string {
  return `/admin/payments/${paymentId}`
}

/** The key in the address of a receipt that somebody was given, if it has one. */
export function readShareKey(fragment: string): string | null {
  return fragment.match(/^#share=([\w-]{1,100})$/)?.[1] ?? null
}

/** What the platform owes and holds, for everybody. */
export const SOLVENCY_PATH = "/solvency"

/** The address of the list of one's own payments. */
export const PAYMENTS_PATH = "/payments"

/** The id in `?payment=`, if it is one. */
export function readPaymentId(query: URLSearchParams): number | null {
  return parsePaymentId(query.get("payment") ?? "")
}

export function parsePaymentId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
