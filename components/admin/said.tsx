"use client"

import { Check } from "lucide-react"
import { createContext, useCallback, useContext, useEffect, useState } from "react"

const Say = createContext<(text: string) => void>(() => {})
const SHOWN_MS = 8_000

/** What has just been done, in a line at the bottom of the window, and aloud for screen readers. */
export function SaidProvider({ children }: { children: React.ReactNode }) {
  const [said, setSaid] = useState<{ text: string } | null>(null)
  const say = useCallback((text: string) => setSaid({ text }), [])
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <Say value={say}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 bottom-4 z-30 flex justify-center print:hidden"
        data-testid="said"
      >
        {said ? (
          <p className="flex items-center gap-2 rounded-xl bg-ink px-4 py-3 text-sm font-medium text-canvas shadow-card">
            <Check aria-hidden className="size-4 shrink-0" />
            <span className="wrap-anywhere">{said.text}</span>
          </p>
        ) : null}
      </div>
    </Say>
  )
}

export function useSay(): (text: string) => void {
  return useContext(Say)
}
