"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { FullScreen } from "@/components/ui/full-screen"
import { QrCode } from "@/components/ui/qr-code"
import { ShareAddress } from "./share-address"

interface FullCodeProps {
  url: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The code of a receiver over the whole screen, to be scanned from it. */
export default function FullCode({ url, open, onOpenChange }: FullCodeProps) {
  const t = useTexts(RECEIVE).code
  return (
    <FullScreen title={t.fullTitle} open={open} onOpenChange={onOpenChange} testId="full-code">
      <QrCode text={url} label={t.label} className="mx-auto w-full max-w-[min(100%,65dvh)]" />
      <ShareAddress url={url} />
    </FullScreen>
  )
}
