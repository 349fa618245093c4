"use client"

import { QrCode as QrIcon } from "lucide-react"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { CopyButton } from "@/components/ui/copy-button"
import { Fold } from "@/components/ui/fold"
import { QrCode } from "@/components/ui/qr-code"
import { useLater } from "@/components/ui/use-later"
import { useMedia } from "@/components/ui/use-media"

/** Where there is room for it beside the rest. */
const WIDE = "(min-width: 640px)"
/** Names by which a machine reaches itself, and no other reaches it (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
const OWN_NAMES = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** The checkout's own address, for paying on another device: open on a desktop, folded away on a phone. */
export function CheckoutQr() {
  const t = useMessages().checkout.qr
  const isWide = useMedia(WIDE)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Fold
      title={
        // Which of the two it is the width alone decides, so the server can write both.
        <>
          <span className="sm:hidden">{t.onAnotherDevice}</span>
          <span className="max-sm:hidden">{t.onPhone}</span>
        </>
      }
      Icon={QrIcon}
      className="border-t border-line pt-2"
      open={isWide}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <div className="flex flex-wrap items-center gap-4 pt-2">
        {/* Loading and drawing it is work that a phone does not need while it is folded away. */}
        {isOpen ? (
          <QrCode
            text={window.location.href}
            label={t.label}
            className="aspect-square w-36 max-w-full rounded-lg border border-line"
          />
        ) : (
          <div className="size-36" />
        )}
        <OwnAddress />
      </div>
    </Fold>
  )
}

function OwnAddress() {
  const t = useMessages().checkout.qr
  const isLater = useLater()
  if (!isLater) return null
  return (
    <div className="min-w-[min(10rem,100%)] flex-1 space-y-1 text-muted">
      <p>{OWN_NAMES.test(window.location.hostname) ? t.thisMachineOnly : t.text}</p>
      <CopyButton text={window.location.href} label={t.copy} withText className="-ml-2" testId="copy-link" />
    </div>
  )
}
