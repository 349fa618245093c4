"use client"

import { useEffect } from "react"

/**
 * Links of this page load what they lead to as a new document. The policy of a document stays with it, and this page's
 * lets it talk to any node: pages that hold somebody's secrets must not inherit that.
 */
export function useNewDocuments(): void {
  useEffect(() => {
    // Before React hears of it; what the browser does with a link it still does.
    const keepFromRouter = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("a[href]")) event.stopPropagation()
    }
    window.addEventListener("click", keepFromRouter, { capture: true })
    return () => window.removeEventListener("click", keepFromRouter, { capture: true })
  }, [])
}
