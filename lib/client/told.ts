"use client"

import { useSyncExternalStore } from "react"

/** How somebody wants to be told of income while their page is open. Both are off until they ask for it. */
export interface Told {
  sound: boolean
  notify: boolean
}

const STORAGE_KEY = "micropay.told"
const NOTHING: Told = { sound: false, notify: false }

/** Private windows of some browsers refuse storage: then the choice lasts as long as the page. */
let current: Told | undefined
const listeners = new Set<() => void>()

export function useTold(): Told {
  return useSyncExternalStore(subscribe, readTold, () => NOTHING)
}

export function setTold(told: Told): void {
  current = told
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(told))
  } catch {
    // `current` serves this page.
  }
  for (const listener of listeners) listener()
}

function readTold(): Told {
  current ??= readKept()
  return current
}

function readKept(): Told {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? "null")
    if (typeof kept !== "object" || kept === null) return NOTHING
    const { sound, notify } = kept as Partial<Told>
    return { sound: sound === true, notify: notify === true }
  } catch {
    return NOTHING
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
