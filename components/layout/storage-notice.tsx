"use client"

import { useTexts } from "@/components/messages/provider"
import { SITE } from "@/components/messages/site"
import { isStorageRefused } from "@/lib/client/storage"
import { useHydrated } from "@/lib/client/use-hydrated"

/** Says what a browser that keeps nothing will not remember, before somebody relies on it. */
export function StorageNotice() {
  const t = useTexts(SITE)
  const isHydrated = useHydrated()
  if (!isHydrated || !isStorageRefused()) return null
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
