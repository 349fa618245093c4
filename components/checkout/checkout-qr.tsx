"use client"

import { QrCode as QrIcon } from "lucide-react"
import { useState, useSyncExternalStore } from "react"
import { useMessages } from "@/components/messages/provider"
import { useOnDemand } from "@/components/ui/use-on-demand"

const importQrCode = () => import("@/components/ui/qr-code")

/** The checkout's own address, for paying on another device: open on a desktop, behind a toggle on a phone. */
export function CheckoutQr() {
  const t = useMessages().checkout.qr
  const isWide = useIsWide()
  const [isOpen, setIsOpen] = useState(false)
  const [code, loadCode] = useOnDemand(importQrCode)
  return (
    <details
      className="group mt-6 border-t border-line pt-2"
      open={isWide}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open)
        loadCode()
      }}
    >
      <summary className="flex min-h-11 items-center gap-2 text-sm font-medium text-muted hover:text-ink">
        <QrIcon aria-hidden className="size-4" />
        {t.title}
      </summary>
      <div className="flex flex-wrap items-center gap-4 pt-2">
        {/* Loading and drawing it is work that a phone does not need while it is folded away. */}
        {isOpen && code ? (
          <code.QrCode text={window.location.href} label={t.label} className="size-36 rounded-lg border border-line" />
        ) : (
          <div className="size-36" />
        )}
        <p className="min-w-40 flex-1 text-sm text-muted">{t.text}</p>
      </div>
    </details>
  )
}

const WIDE = "(min-width: 640px)"

function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE)
      query.addEventListener("change", changed)
      return () => query.removeEventListener("change", changed)
    },
    () => window.matchMedia(WIDE).matches,
    () => false,
  )
}
