"use client"

import { type RefObject, useEffect, useRef } from "react"

/** Moves the focus to the heading of a new step, but not when the page first opens. */
export function useFocusOnChange<T extends HTMLElement>(step: string): RefObject<T | null> {
  const target = useRef<T>(null)
  const previous = useRef(step)
  useEffect(() => {
    if (previous.current === step) return
    previous.current = step
    target.current?.focus()
  }, [step])
  return target
}
