"use client"

import { useSyncExternalStore } from "react"
import { useMessages } from "@/components/messages/provider"
import { Notice } from "./notice"

/** Says that the browser has no network, and what that means here; nothing while it has one. */
export function OfflineNotice({ text }: { text: string }) {
  const { title } = useMessages().refusals.offline
  const isOffline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine === false,
    () => false,
  )
  return (
    <div aria-live="polite" className="empty:hidden">
      {isOffline ? (
        <Notice tone="warn" title={title} testId="offline">
          <p>{text}</p>
        </Notice>
      ) : null}
    </div>
  )
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("online", onChange)
  window.addEventListener("offline", onChange)
  return () => {
    window.removeEventListener("online", onChange)
    window.removeEventListener("offline", onChange)
  }
}
