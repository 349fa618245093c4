"use client"

import { useSyncExternalStore } from "react"
import { CHOSEN_NODE } from "./node"

/** The address of the node that is asked; null: this site's. */
export function useChosenNode(): string | null {
  return useSyncExternalStore(CHOSEN_NODE.subscribe, CHOSEN_NODE.read, () => null)
}
