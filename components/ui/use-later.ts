"use client"

import { useDeferredValue } from "react"

/**
 * False at first, on the server too, and true once what was drawn until then stands. What waits for it is drawn in
 * small pieces, between which the page answers to whoever uses it.
 */
export function useLater(): boolean {
  return useDeferredValue(true, false)
}
