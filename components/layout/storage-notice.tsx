"use client"

import { useSyncExternalStore } from "react"
import { useTexts } from "@/components/messages/provider"
import { SITE } from "@/components/messages/site"
import { isStorageRefused } from "@/lib/client/storage"

const never = () => () => {}

/** Says what a browser that keeps nothing will not remember, before somebody relies on it. */
export function StorageNotice() {
  const t = useTexts(SITE)
  const isRefused = useSyncExternalStore(never, isStorageRefused, () => false)
  if (!isRefused) return null
  return (
    <p
      role="status"
      data-testid="storage-refused"
      className="print:hidden bg-warn-soft px-4 py-3 text-center text-sm text-warn-ink"
    >
      {t.keepsNothing}
    </p>
  )
}
