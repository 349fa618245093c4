"use client"

import { useSyncExternalStore } from "react"

const never = () => () => {}

/**
 * False on the server and while the server's markup is being taken over, true afterwards. A part of the page may be
 * taken over after a reply of the API has come: rendered at once it would differ from the markup.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
