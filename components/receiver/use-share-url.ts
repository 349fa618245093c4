"use client"

import { checkoutPath, profilePath } from "@/lib/client/paths"
import { useProfileOf } from "@/lib/client/queries"

/** Where anybody can pay this address any amount: its owner's page, if there is one. */
export function useShareUrl(address: string): string {
  const name = useProfileOf(address).data?.profile?.name
  const path = name ? profilePath(name) : checkoutPath({ to: address, amount: "", note: "" })
  return new URL(path, window.location.origin).toString()
}
