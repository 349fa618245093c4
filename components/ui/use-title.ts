"use client"

import { useEffect } from "react"

/**
 * Keeps the tab's title in step with the state, so that a person in another tab sees that a payment is through.
 *
 * The head of a page that the router goes to may come after the page itself, with a title of its own: what is said here
 * stands until this part of the page goes, and then the head's does. Each other title is answered once: a browser's
 * translator, which sets its own again, has the last word.
 */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (!title) return
    let ofHead = document.title
    document.title = title
    const answered = new Set([title])
    const observer = new MutationObserver(() => {
      if (answered.has(document.title)) return
      ofHead = document.title
      answered.add(ofHead)
      document.title = title
    })
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      if (document.title === title) document.title = ofHead
    }
  }, [title])
}
