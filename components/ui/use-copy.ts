"use client"

import { useCallback, useEffect, useState } from "react"

const SHOWN_MS = 2_000

/** Copies a text; `copied` is true for two seconds afterwards, so that the button can say so. */
export function useCopy(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = useCallback(() => {
    writeText(text).then(setCopied)
  }, [text])
  return { copied, copy }
}

/** Pages served over plain HTTP (a phone in the same network) have no clipboard API: a selected field still copies. */
async function writeText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement("textarea")
    field.value = text
    field.style.position = "fixed"
    field.style.opacity = "0"
    document.body.append(field)
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    return done
  }
}
