"use client"

import { useEffect } from "react"

/** Keeps the tab's title in step with the state, so that a person in another tab sees that a payment is through. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = title
  }, [title])
}
