"use client"

import { useSyncExternalStore } from "react"

let last = ""

/** The receipt in the page's address, behind the `#`; empty when there is none, null until the browser says so. */
export function useFragment(): string | null {
  return useSyncExternalStore(subscribe, read, () => null)
}

/** Another receipt comes into the address, and so into the history; the empty one leaves the page as it began. */
export function setFragment(fragment: string): void {
  window.location.hash = fragment
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed)
  return () => window.removeEventListener("hashchange", changed)
}

/** "Skip to content" puts the name of a place there: the receipt stays. */
function read(): string {
  const { hash } = window.location
  if (hash !== "#main") last = hash.slice(1)
  return last
}
