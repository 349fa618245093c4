"use client"

import { HandCoins, QrCode as QrIcon } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { CopyButton } from "@/components/ui/copy-button"
import { FullScreen } from "@/components/ui/full-screen"
import { QrCode } from "@/components/ui/qr-code"
import { useShareUrl } from "./use-share-url"

/** What a receiver opens the page for on a phone: a code to be scanned, and an amount to be charged. */
export function GetPaid({ address }: { address: string }) {
  const t = useTexts(RECEIVE).code
  const url = useShareUrl(address)
  const [isShown, setIsShown] = useState(false)
  return (
    <Card aria-labelledby="get-paid-title" data-testid="get-paid">
      <CardHead id="get-paid-title" title={t.title} description={t.text} />
      <QrCode text={url} label={t.label} className="mx-auto mb-6 hidden w-48 rounded-lg border border-line lg:block" />
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-1">
        <FullScreen
          title={t.fullTitle}
          open={isShown}
          onOpenChange={setIsShown}
          testId="full-code"
          trigger={
            <Button data-testid="show-code">
              <QrIcon aria-hidden className="size-5" />
              {t.show}
            </Button>
          }
        >
          <QrCode text={url} label={t.label} className="mx-auto w-full max-w-[min(100%,65dvh)]" />
          <Address url={url} />
        </FullScreen>
        <Button asChild variant="secondary">
          <Link href={`/receiver/${address}/counter`} data-testid="to-counter">
            <HandCoins aria-hidden className="size-5" />
            {t.counter}
          </Link>
        </Button>
      </div>
      <Address url={url} testId="payment-link" />
    </Card>
  )
}

function Address({ url, testId }: { url: string; testId?: string }) {
  const t = useTexts(RECEIVE).code
  return (
    <div className="mt-4 flex items-center gap-2 text-sm">
      <p className="min-w-0 flex-1">
        <span className="block text-muted">{t.link}</span>
        <span className="block truncate" title={url} data-testid={testId}>
          {url}
        </span>
      </p>
      <CopyButton text={url} label={t.copy} withText className="border border-line-strong px-4" />
    </div>
  )
}
