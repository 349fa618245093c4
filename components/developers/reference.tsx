"use client"

import { useTheme } from "next-themes"
import { createElement, useEffect, useState } from "react"

/** The renderer counts with colours, so it takes them as values: those of the page. */
const COLOURS = {
  "bg-color": "--surface",
  "text-color": "--ink",
  "header-color": "--ink",
  "primary-color": "--accent-ink",
  "secondary-color": "--accent-ink",
  "nav-bg-color": "--canvas",
  "nav-text-color": "--ink",
  "nav-hover-bg-color": "--sunken",
  "nav-hover-text-color": "--ink",
}

/**
 * The API's document, drawn by OpenAPI Explorer (a web component; nothing of it is loaded on other pages). It only
 * shows: requests are made by programs, not from here.
 */
export function Reference({ loading }: { loading: string }) {
  const { resolvedTheme } = useTheme()
  const [colours, setColours] = useState<Record<string, string>>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the colours follow
  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    const read = () => {
      const found = Object.entries(COLOURS).map(([name, token]) => [name, style.getPropertyValue(token).trim()])
      setColours(Object.fromEntries(found))
    }
    import("openapi-explorer/dist/browser/openapi-explorer.min.js").then(read)
  }, [resolvedTheme])

  return (
    <div lang="en" data-testid="reference" className="min-h-dvh">
      {colours ? (
        createElement("openapi-explorer", {
          key: resolvedTheme,
          "spec-url": "/api/openapi.json",
          "hide-console": true,
          "hide-authentication": true,
          "hide-server-selection": true,
          collapse: true,
          class: "reference",
          ...colours,
        })
      ) : (
        <p className="px-4 py-8 text-muted">{loading}</p>
      )}
    </div>
  )
}
