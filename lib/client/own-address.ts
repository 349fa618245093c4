"use client"

import { useSyncExternalStore } from "react"

const STORAGE_KEY = "micropay.receiver"

/** Private windows of some browsers refuse storage: then the address is known until the page is left. */
let memory: string | null = null
const listeners = new Set<() => void>()

/** The address under which the person at this browser is paid, if they have opened their dashboard here before. */
function readOwnAddress(): string | null {
  try {
    return window.localStorage.getItem(STORAGE_KEY) ?? memory
  } catch {
    return memory
  }
}

/** Keeps the address, so that the dashboard opens by one press the next time. */
export function rememberOwnAddress(address: string): void {
  memory = address
  try {
    window.localStorage.setItem(STORAGE_KEY, address)
  } catch {
    // `memory` serves until the page is left.
  }
  tell()
}

export function forgetOwnAddress(): void {
  memory = null
  try {
    window.localStorage.removeItem(STORAGE_KEY)
  } catch {
    // Nothing was kept there either.
  }
  tell()
}

/** The address kept in this browser, and what it becomes, also by another tab; null on the server. */
export function useOwnAddress(): string | null {
  return useSyncExternalStore(subscribe, readOwnAddress, () => null)
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener("storage", listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener("storage", listener)
  }
}
