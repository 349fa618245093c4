import type { Messages } from "@/components/messages/en"
import { addressPrefix, checkAddress } from "@/lib/client/address"
import type { Network, PaymentLink } from "@/lib/client/types"
import { cleanAddress, readingsOf, readTypedCkb, typedCkb } from "@/lib/typed"

export const MAX_NOTE = 1_000

/** What somebody wants to pay, as a checkout's own address or its form says it: texts, nothing checked yet. */
export interface CheckoutWish {
  to: string
  amount: string
  note: string
}

/** A wish whose every value is good. */
export interface CheckoutOrder {
  to: string
  /** shannons */
  amount: bigint
  note: string
  /** the link that asks for it, if one does */
  link?: PaymentLink
}

export type WishProblems = Partial<Record<keyof CheckoutWish, string>>

export function readWish(query: URLSearchParams): CheckoutWish {
  return {
    to: cleanAddress(query.get("to") ?? ""),
    amount: (query.get("amount") ?? "").trim(),
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

/** The address of a payment's receipt. */
export function receiptPath(paymentId: number): string {
  return `/receipt/${paymentId}`
}

/** The id in `?payment=`, if it is one. */
export function readPaymentId(query: URLSearchParams): number | null {
  return parsePaymentId(query.get("payment") ?? "")
}

export function parsePaymentId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Checks a wish: either an order, or what is wrong in the words of the page. */
export function checkWish(
  messages: Messages,
  wish: CheckoutWish,
  network: Network | undefined,
): { order: CheckoutOrder } | { problems: WishProblems } {
  const amount = typedCkb(wish.amount)
  const problems: WishProblems = {}
  const address = addressProblem(messages, wish.to, network)
  if (address) problems.to = address
  const wrongAmount = amountProblem(messages, wish.amount)
  if (wrongAmount) problems.amount = wrongAmount
  const texts = messages.checkout.form.errors
  if (wish.note.length > MAX_NOTE || wish.note.includes("\0")) problems.note = texts.noteTooLong
  if (amount === undefined || Object.keys(problems).length > 0) return { problems }
  return { order: { to: wish.to, amount, note: wish.note } }
}

/** What is wrong with an amount in CKB that somebody wrote. */
export function amountProblem(messages: Messages, text: string): string | null {
  const texts = messages.checkout.form.errors
  const amount = readTypedCkb(text)
  if (text.trim() === "") return texts.amountMissing
  if (amount === "ambiguous") return messages.common.ambiguousAmount(...readingsOf(text))
  if (amount === undefined) return texts.amountMalformed
  return amount === 0n ? texts.amountZero : null
}

/** What is wrong with an address. While the network is unknown, any network's address passes: the server checks again. */
export function addressProblem(messages: Messages, address: string, network: Network | undefined): string | null {
  const texts = messages.checkout.form.errors
  if (address === "") return texts.addressMissing
  const own = network ?? (address.toLowerCase().startsWith(addressPrefix("mainnet")) ? "mainnet" : "testnet")
  const check = checkAddress(address, own)
  if (check === "malformed") return texts.addressMalformed
  return check === "other-network" ? texts.addressOtherNetwork(messages.common.networks[own]) : null
}
