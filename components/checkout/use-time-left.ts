"use client"

import { useNow } from "@/components/ui/use-now"

/**
 * Whole seconds until a time that the server named, by the server's clock.
 *
 * @param clockOffset milliseconds to add to the local clock to get the server's
 */
export function useTimeLeft(time: string, clockOffset: number): number {
  const now = useNow(1_000)
  return Math.ceil((Date.parse(time) - now - clockOffset) / 1_000)
}
