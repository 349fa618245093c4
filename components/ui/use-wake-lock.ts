"use client"

import { useEffect } from "react"

/** Keeps the screen on while somebody else is to look at it, where the browser can and the battery allows it. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!("wakeLock" in navigator)) return
    let isOver = false
    let lock: WakeLockSentinel | undefined
    const take = async () => {
      // A page that is hidden has no lock; it takes one again when it is seen.
      if (document.visibilityState !== "visible") return
      const taken = await navigator.wakeLock.request("screen").catch(() => undefined)
      if (isOver) void taken?.release()
      else lock = taken
    }
    void take()
    document.addEventListener("visibilitychange", take)
    return () => {
      isOver = true
      document.removeEventListener("visibilitychange", take)
      void lock?.release()
    }
  }, [])
}
