"use client"

import { useState } from "react"
import type { CheckoutOrder } from "@/components/payment/order"
import type { ApiError } from "@/lib/client/http"
import { readSavedPayments, type SavedPayment, useSavedPayments } from "@/lib/client/saved-payments"
import type { Prepared } from "@/lib/client/types"
import { keysOf, knownBefore, ofBrowser, type PaidBefore, toldBefore } from "./paid-before"

export interface Repeat {
  /** what is known before anything is prepared */
  before: PaidBefore | null
  /** of what the server has said as it prepared: what the payer does not know yet */
  unknown: (paidBefore: Prepared["paid_before"]) => PaidBefore | null
  /** the payer knows of it, and goes on all the same */
  accept: (before: PaidBefore) => void
  /**
   * Takes a signature given on this page: it is the payer's own will. False when another tab has signed the same
   * meanwhile, which the storage knows before it is drawn here; then it must not be sent.
   */
  takes: (signed: SavedPayment) => boolean
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
  return {
    before: knownBefore({ order, saved, accepted }, rejected),
    unknown: (paidBefore) => toldBefore({ order, saved, accepted }, paidBefore),
    accept: (before) => setAccepted((others) => [...others, ...keysOf(before)]),
    takes: (signed) => {
      if (knownBefore({ order, saved: readSavedPayments(), accepted }, null)) return false
      setAccepted((others) => [...others, ...keysOf(ofBrowser(signed))])
      return true
    },
  }
}
