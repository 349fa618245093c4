"use client"

import { useSyncExternalStore } from "react"

const never = () => () => {}

/**
 * False on the server and while the server's markup is being taken over, true afterwards. A part of the page may be
 * taken over after a reply of the API has come: rendered at once it would differ from the markup.
 *
 * @param isWhole the server draws this part as it will be: true from the beginning, so that it is not drawn twice
 */
export function useHydrated(isWhole = false): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => isWhole,
  )
}
