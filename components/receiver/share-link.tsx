"use client"

import { QrCode as QrIcon, Share2 } from "lucide-react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Dialog } from "@/components/ui/dialog"
import { QrCode } from "@/components/ui/qr-code"
import { useHydrated } from "@/lib/client/use-hydrated"

/** Copy, the system's own sharing where there is one, and a QR code to be scanned from the screen. */
export function ShareLink({ url, title }: { url: string; title: string }) {
  const t = useTexts(RECEIVER).links
  const canShare = useHydrated() && "share" in navigator
  return (
    <>
      <CopyButton text={url} label={t.copy} withText className="border border-line-strong px-4" testId="copy-link" />
      {canShare ? (
        // Closing the system's sheet is no error that anybody needs to hear of.
        <Button variant="secondary" onClick={() => void navigator.share({ url, title }).catch(() => {})}>
          <Share2 aria-hidden className="size-5" />
          {t.share}
        </Button>
      ) : null}
      <Dialog
        title={title}
        description={t.qrText}
        testId="link-qr"
        trigger={
          <Button variant="secondary" data-testid="show-qr">
            <QrIcon aria-hidden className="size-5" />
            {t.qr}
          </Button>
        }
      >
        <QrCode text={url} label={t.qrText} className="mx-auto w-64 max-w-full rounded-lg border border-line" />
        <p className="mt-4 text-center text-sm wrap-anywhere" data-testid="link-url">
          {url}
        </p>
      </Dialog>
    </>
  )
}
