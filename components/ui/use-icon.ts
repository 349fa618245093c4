"use client"

import { useEffect } from "react"

const COLOURS = { paid: "#0a7d55", waiting: "#b26a00", stopped: "#b3261e" } as const
const SIGNS = { paid: "M18 33l10 10 19-22", waiting: "M32 18v15l10 6", stopped: "M22 22l20 20M42 22L22 42" } as const

/** Lets the tab's icon tell the state of a payment, also to somebody who looks at another tab. */
export function useIcon(state: keyof typeof COLOURS): void {
  useEffect(() => {
    const icon = document.createElement("link")
    icon.rel = "icon"
    icon.type = "image/svg+xml"
    icon.href = `data:image/svg+xml,${encodeURIComponent(svg(state))}`
    const standard = [...document.head.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')]
    for (const other of standard) other.rel = "x-icon"
    document.head.append(icon)
    return () => {
      icon.remove()
      for (const other of standard) other.rel = "icon"
    }
  }, [state])
}

function svg(state: keyof typeof COLOURS): string {
  const line = `fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="${COLOURS[state]}"/><path d="${SIGNS[state]}" ${line}/></svg>`
}
