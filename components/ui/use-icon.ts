"use client"

import { useEffect } from "react"

const COLOURS = { paid: "#0a7d55", waiting: "#b26a00", stopped: "#b3261e" } as const
const SIGNS = { paid: "M18 33l10 10 19-22", waiting: "M32 18v15l10 6", stopped: "M22 22l20 20M42 22L22 42" } as const

/**
 * Lets the tab's icon tell the state of a payment, also to somebody who looks at another tab. The page's own icons step
 * back meanwhile, also those of a head that comes after the page itself.
 */
export function useIcon(state: keyof typeof COLOURS): void {
  useEffect(() => {
    const icon = document.createElement("link")
    icon.rel = "icon"
    icon.type = "image/svg+xml"
    icon.href = `data:image/svg+xml,${encodeURIComponent(svg(state))}`
    const standard = new Set<HTMLLinkElement>()
    const stepBack = () => {
      for (const other of document.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')) {
        if (other === icon) continue
        standard.add(other)
        other.rel = "x-icon"
      }
    }
    stepBack()
    document.head.append(icon)
    const observer = new MutationObserver(stepBack)
    observer.observe(document.head, { childList: true })
    return () => {
      observer.disconnect()
      icon.remove()
      for (const other of standard) other.rel = "icon"
    }
  }, [state])
}

function svg(state: keyof typeof COLOURS): string {
  const line = `fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="${COLOURS[state]}"/><path d="${SIGNS[state]}" ${line}/></svg>`
}
