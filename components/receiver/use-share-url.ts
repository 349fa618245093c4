"use client"

import { checkoutPath } from "@/lib/client/paths"

/** Where anybody can pay this address any amount. */
export function useShareUrl(address: string): string {
  return new URL(checkoutPath({ to: address, amount: "", note: "" }), window.location.origin).toString()
}
