"use client"

import { useQuery } from "@tanstack/react-query"
import { Share2 } from "lucide-react"
import { useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Dialog } from "@/components/ui/dialog"
import { Notice } from "@/components/ui/notice"
import { QrCode } from "@/components/ui/qr-code"
import { Skeleton } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { receiptPath } from "@/lib/client/paths"

export interface ShareOptions {
  id: number
  /** what lets this browser read the payment, besides who is signed in */
  clientSecret: string | null
  /** the page itself was opened by a share link: then that is what can be handed on */
  shareKey?: string | null
}

/** The address that shows a receipt to whoever has it. */
export function useShareUrl({ id, clientSecret, shareKey = null }: ShareOptions, enabled: boolean) {
  const query = useQuery({
    queryKey: ["share", id],
    queryFn: async ({ signal }) =>
      (await call("GET", "/api/payment/{id}/share", { params: { id }, clientSecret, signal })).data.share_key,
    enabled: enabled && shareKey === null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  const key = shareKey ?? query.data
  return { url: key === undefined ? null : window.location.origin + receiptPath(id, key), isError: query.isError }
}

/** Lets somebody who may read a receipt show it to others. */
export function ShareReceipt(options: ShareOptions) {
  const t = useTexts(PAYMENTS).receipt
  const [isOpen, setIsOpen] = useState(false)
  const { url, isError } = useShareUrl(options, isOpen)
  return (
    <Dialog
      title={t.share}
      description={t.shareText}
      testId="share-dialog"
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="secondary" className="grow basis-40" data-testid="share-receipt">
          <Share2 aria-hidden className="size-5" />
          {t.share}
        </Button>
      }
    >
      {url ? <ShareLink url={url} /> : isError ? <Notice tone="danger" title={t.shareFailed} /> : <Waiting />}
    </Dialog>
  )
}

function Waiting() {
  return <Skeleton className="h-44 w-full rounded-xl" />
}

function ShareLink({ url }: { url: string }) {
  const t = useTexts(PAYMENTS).receipt
  const canShare = typeof navigator !== "undefined" && "share" in navigator
  return (
    <div className="space-y-4">
      <p translate="no" className="rounded-lg bg-sunken p-3 text-sm break-all select-all" data-testid="share-url">
        {url}
      </p>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={url} label={t.copyLink} withText className="border border-line-strong px-4" />
        {canShare ? (
          // Whoever closes the device's own list has changed their mind: that is no error.
          <Button onClick={() => void navigator.share({ url }).catch(() => {})}>{t.shareVia}</Button>
        ) : null}
      </div>
      <QrCode text={url} label={t.qrLabel} className="size-40 rounded-lg border border-line" />
    </div>
  )
}
