"use client"

import { useSyncExternalStore } from "react"
import { isNews, OPENER_QUERY, type PaymentNews, readOrigin } from "@/lib/client/opener-messages"
import { readPaymentId } from "@/lib/client/paths"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { PaymentLink, PaymentWithAccounts } from "@/lib/client/types"

/** The page that opened this checkout in a window of its own, with a button for payments. */
export interface Opener {
  origin: string
  host: string
  /** leads back to it */
  close: () => void
}

/**
 * What was signed in this window for its opener, so that a reload knows it; another payment is none of its business.
 */
const SIGNED = "micropay.opener"
type Signed = Pick<PaymentNews, "to" | "link" | "amount"> & { origin: string; id: number }

let opener: Opener | null = null
let isListening = false
let newest: PaymentNews = { kind: "micro-pay", state: "open" }
const listeners = new Set<() => void>()

/** `readOpener` for a component, which is drawn again when there is one. */
export function useOpener(): Opener | null {
  return useSyncExternalStore(watchOpener, readOpener, () => null)
}

/**
 * Who opened this checkout: null until that page has answered, which the browser vouches for. An address can claim any
 * opener; a claim that nobody answers to is neither shown nor told anything.
 */
export function readOpener(): Opener | null {
  return opener
}

/** Greets the page that the address names. */
export function watchOpener(listener: () => void): () => void {
  listeners.add(listener)
  greet()
  return () => listeners.delete(listener)
}

function greet(): void {
  const origin = readOrigin(new URLSearchParams(window.location.search).get(OPENER_QUERY))
  const page: Window | null = window.opener
  if (isListening || origin === null || page === null) return
  isListening = true
  window.addEventListener("message", ({ origin: sender, source, data }) => {
    if (sender !== origin || source !== page || !isNews(data) || data.state !== "here" || opener) return
    newest = afterReload(origin) ?? newest
    opener = { origin, host: new URL(origin).host, close: () => window.close() }
    for (const listener of listeners) listener()
    page.postMessage(newest, origin)
  })
  page.postMessage({ kind: "micro-pay", state: "ready" }, origin)
}

/** What is under way in a window that was loaded again. */
function afterReload(origin: string): PaymentNews | null {
  const signed = readSigned(origin, readPaymentId(new URLSearchParams(window.location.search)))
  return signed && newest.state === "open" ? { kind: "micro-pay", state: "signed", ...wordsOf(signed) } : null
}

/** Only a page of that origin gets it: a window that has gone elsewhere hears nothing. */
function tell(news: Omit<PaymentNews, "kind">): void {
  newest = { kind: "micro-pay", ...news }
  if (opener) (window.opener as Window | null)?.postMessage(newest, opener.origin)
}

/** The address of a step of this checkout, with its opener in it: a reload goes on telling. */
export function keepOpener(path: string, query: URLSearchParams): string {
  const origin = readOrigin(query.get(OPENER_QUERY))
  if (origin === null) return path
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ [OPENER_QUERY]: origin })}`
}

/** The payer has signed here what the opener asks for. */
export function tellSigned({ id, order }: SavedPayment, link?: PaymentLink): void {
  if (!opener) return
  const what = { ...(link ? { link: link.slug } : { to: order?.to ?? "" }), amount: order?.amount ?? "" }
  window.sessionStorage.setItem(SIGNED, JSON.stringify({ origin: opener.origin, id, ...what } satisfies Signed))
  tell({ state: "signed", ...what })
}

/** What was signed is of no use: nothing was sent. */
export function tellRejected(): void {
  tell({ state: "open" })
}

/**
 * A payment is confirmed. The opener is told if it was signed in this window, for it. Which payment it was learns the
 * site alone that the link leads back to.
 */
export function tellPaid({ id, return_url }: PaymentWithAccounts): void {
  const signed = opener && readSigned(opener.origin, id)
  if (!opener || !signed) return
  const isOwn = return_url !== null && new URL(return_url).origin === opener.origin
  tell({ state: "paid", ...wordsOf(signed), ...(isOwn ? { returnUrl: return_url } : {}) })
}

/**
 * Whether the way on from a payment is back to the opener: it asked for it, and no other site is to hear of it first.
 */
export function leadsToOpener(to: Opener | null, { id, return_url }: PaymentWithAccounts): to is Opener {
  return (
    to !== null &&
    readSigned(to.origin, id) !== null &&
    (return_url === null || new URL(return_url).origin === to.origin)
  )
}

function readSigned(origin: string, id: number | null): Signed | null {
  const signed: Partial<Signed> = JSON.parse(window.sessionStorage.getItem(SIGNED) ?? "{}")
  return signed.origin === origin && signed.id === id ? (signed as Signed) : null
}

function wordsOf({ origin: _, id: __, ...what }: Signed): Pick<PaymentNews, "to" | "link" | "amount"> {
  return what
}
