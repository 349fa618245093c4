"use client"

import { checkoutPath, profilePath } from "@/lib/client/paths"
import { useProfileOf } from "@/lib/client/queries"
import { useHydrated } from "@/lib/client/use-hydrated"

/**
 * Where anybody can pay this address any amount: its owner's page, if there is one.
 *
 * @returns an empty text on the server, which does not know under which name it is reached
 */
export function useShareUrl(address: string): string {
  const name = useProfileOf(address).data?.profile?.name
  const isHydrated = useHydrated()
  if (!isHydrated) return ""
  const path = name ? profilePath(name) : checkoutPath({ to: address, amount: "", note: "" })
  return new URL(path, window.location.origin).toString()
}
