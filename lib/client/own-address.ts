"use client"

import { useSyncExternalStore } from "react"
import { createStored } from "./stored"

/** The address under which the person at this browser is paid, if they have opened their dashboard here before. */
const ownAddress = createStored("micropay.receiver")

/** Keeps the address, so that the dashboard opens by one press the next time. */
export function rememberOwnAddress(address: string): void {
  ownAddress.write(address)
}

export function forgetOwnAddress(): void {
  ownAddress.write(null)
}

/** The address kept in this browser, and what it becomes, also by another tab; null on the server. */
export function useOwnAddress(): string | null {
  return useSyncExternalStore(ownAddress.subscribe, ownAddress.read, () => null)
}
