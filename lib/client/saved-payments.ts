"use client"

import { useSyncExternalStore } from "react"
import { createStored } from "./stored"

/**
 * Payments that were signed in this browser: so that a reload or a second tab shows the same state, may read it, and
 * sends a signature again that may not have arrived; so that nobody pays the same thing twice unknowingly; and for the
 * list of one's own payments.
 */
export interface SavedPayment {
  id: number
  /** lets this browser send, read and cancel the payment */
  clientSecret: string
  /** what proves who was to be paid, should the platform lose the payment; absent in what older pages have saved */
  proof?: { txHash: string; salt: string }
  /** the signed transaction, until the server has confirmed that it holds it */
  signedTx: string | null
  savedAt: number
  /** the slug of the link that it was made through */
  link?: string
  /** the order that it was made for, as the link's address named it */
  reference?: string
  /** what the payer has read before signing; absent in what older pages have saved */
  order?: SavedOrder
}

export interface SavedOrder {
  to: string
  /** shannons */
  amount: string
  note: string
  /** what the payee calls it, of a payment link */
  title?: string
}

const stored = createStored("micropay.payments")
const MAX_SAVED = 50
const NONE: SavedPayment[] = []

/** What this page has written last, should somebody else's text stand in the storage. */
let written: SavedPayment[] = NONE
/** What the newest text in the storage means: the same text gives the same list, which React relies on. */
let parsed = { text: null as string | null, payments: NONE }

export function readSavedPayment(id: number): SavedPayment | null {
  return readSavedPayments().find((saved) => saved.id === id) ?? null
}

/** The newest payment through a link, and for an order of it, that was signed in this browser. */
export function readSavedPaymentOf(link: string, reference: string): SavedPayment | null {
  return readSavedPayments().find((saved) => saved.link === link && (saved.reference ?? "") === reference) ?? null
}

/** All that this browser has signed, and what it becomes, also by another tab; nothing on the server. */
export function useSavedPayments(): SavedPayment[] {
  return useSyncExternalStore(stored.subscribe, readSavedPayments, () => NONE)
}

export function savePayment(payment: SavedPayment): void {
  const others = readSavedPayments().filter(({ id }) => id !== payment.id)
  store([payment, ...others].sort((a, b) => b.savedAt - a.savedAt).slice(0, MAX_SAVED))
}

/** The server has the signature: it need not be kept here. */
export function forgetSignature(id: number): void {
  const saved = readSavedPayment(id)
  if (saved) savePayment({ ...saved, signedTx: null })
}

/** It was never sent, and never will be; or its owner does not want it to be known here. */
export function forgetPayment(id: number): void {
  store(readSavedPayments().filter((saved) => saved.id !== id))
}

/** On a computer that others use. What may still have to be sent stays. */
export function forgetSentPayments(): void {
  store(readSavedPayments().filter(({ signedTx }) => signedTx !== null))
}

/** The newest first. */
export function readSavedPayments(): SavedPayment[] {
  const text = stored.read()
  if (text !== parsed.text) parsed = { text, payments: text === null ? NONE : (parse(text) ?? written) }
  return parsed.payments
}

function parse(text: string): SavedPayment[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter(isSavedPayment) : null
  } catch {
    return null
  }
}

function store(payments: SavedPayment[]): void {
  written = payments
  stored.write(JSON.stringify(payments))
}

function isSavedPayment(value: unknown): value is SavedPayment {
  if (typeof value !== "object" || value === null) return false
  const { id, clientSecret, signedTx, savedAt } = value as Partial<SavedPayment>
  return (
    typeof id === "number" &&
    typeof clientSecret === "string" &&
    (typeof signedTx === "string" || signedTx === null) &&
    typeof savedAt === "number"
  )
}
