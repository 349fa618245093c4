"use client"

import { useState } from "react"
import type { CheckoutOrder } from "@/components/payment/order"
import type { ApiError } from "@/lib/client/http"
import { readSavedPayments, type SavedPayment, useSavedPayments } from "@/lib/client/saved-payments"
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

export interface Repeat {
  /** what is known before anything is prepared */
  before: PaidBefore | null
  /** of what the server has said as it prepared: what the payer does not know yet */
  unknown: (paidBefore: Prepared["paid_before"]) => PaidBefore | null
  /** the payer knows of it, and goes on all the same */
  accept: (before: PaidBefore) => void
  /** whether another tab has signed the same meanwhile; read from the storage, which is ahead of what is drawn */
  isOvertaken: () => boolean
}

/**
 * Whether the order of a checkout was paid already: in another tab, on another visit, or with the same wallet
 * elsewhere. Nothing is prepared or signed for the second time until the payer has said that they want to.
 *
 * @param rejected why the last signature could not be used
 */
export function useRepeat(order: CheckoutOrder, rejected: ApiError | null): Repeat {
  const saved = useSavedPayments()
  const [accepted, setAccepted] = useState<string[]>([])
  const isNews = (payment: SavedPayment) => isSameOrder(payment, order) && !keysOf(ofBrowser(payment)).some(isAccepted)
  const isAccepted = (key: string) => accepted.includes(key)
  const local = saved.find(isNews)
  const spender = rejected && ofSignature(rejected)
  const isSpenderNews = spender !== null && !keysOf(spender).some(isAccepted)
  return {
    before: isSpenderNews ? withSecret(spender, saved) : local ? ofBrowser(local) : null,
    unknown: (paidBefore) => {
      if (!paidBefore || isAccepted(paidBefore.tx_hash)) return null
      // Of the same amount and, as this browser knows, for something else.
      const known = saved.find(({ proof }) => proof?.txHash === paidBefore.tx_hash)
      if (known?.order && !isSameOrder(known, order)) return null
      return withSecret(ofServer(paidBefore), saved)
    },
    accept: (before) => setAccepted((others) => [...others, ...keysOf(before)]),
    isOvertaken: () => readSavedPayments().some(isNews),
  }
}

function isSameOrder({ order, link }: SavedPayment, wanted: CheckoutOrder): boolean {
  if (order?.amount !== wanted.amount.toString()) return false
  if (wanted.link || link !== undefined) return link === wanted.link?.slug
  return order.to === wanted.to && order.note === wanted.note
}

/** A payment goes by its number and by its transaction: who names it may know only one of them. */
function keysOf({ id, txHash }: PaidBefore): string[] {
  return [id === null ? null : `payment ${id}`, txHash].filter((key) => key !== null)
}

function ofBrowser({ id, clientSecret, proof, savedAt }: SavedPayment): PaidBefore {
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
