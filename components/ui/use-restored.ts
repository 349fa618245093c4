"use client"

import { useEffect, useEffectEvent } from "react"

/**
 * Calls back when the browser shows this page again as it was left ("Back" to it): time has passed, and what was open
 * is closed.
 */
export function useRestored(callback: () => void): void {
  const onRestored = useEffectEvent(callback)
  useEffect(() => {
    const listen = ({ persisted }: PageTransitionEvent) => {
      if (persisted) onRestored()
    }
    window.addEventListener("pageshow", listen)
    return () => window.removeEventListener("pageshow", listen)
  }, [])
}
