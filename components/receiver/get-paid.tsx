"use client"

import { HandCoins, QrCode as QrIcon } from "lucide-react"
import dynamic from "next/dynamic"
import Link from "next/link"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { QrCode } from "@/components/ui/qr-code"
import { useMedia } from "@/components/ui/use-media"
import { ShareAddress } from "./share-address"
import { useShareUrl } from "./use-share-url"

const FullCode = dynamic(() => import("./full-code"), { ssr: false })

/** Where the code has a place beside the balance; on a phone it takes the whole screen when it is wanted. */
const WIDE = "(min-width: 1024px)"

/** What a receiver opens the page for on a phone: a code to be scanned, and an amount to be charged. */
export function GetPaid({ address }: { address: string }) {
  const t = useTexts(RECEIVE).code
  const url = useShareUrl(address)
  const isWide = useMedia(WIDE)
  const [shown, setShown] = useState<"open" | "closed">()
  return (
    <Card aria-labelledby="get-paid-title" data-testid="get-paid">
      <CardHead id="get-paid-title" title={t.title} description={t.text} />
      <div className="mx-auto mb-6 hidden size-48 overflow-hidden rounded-lg border border-line lg:block">
        {isWide && url ? <QrCode text={url} label={t.label} /> : null}
      </div>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-1">
        <Button
          aria-haspopup="dialog"
          aria-expanded={shown === "open"}
          onClick={({ currentTarget }) => {
            currentTarget.focus()
            setShown("open")
          }}
          data-testid="show-code"
        >
          <QrIcon aria-hidden className="size-5" />
          {t.show}
        </Button>
        {shown ? (
          <FullCode url={url} open={shown === "open"} onOpenChange={(open) => setShown(open ? "open" : "closed")} />
        ) : null}
        <Button asChild variant="secondary">
          <Link href={`/receiver/${address}/counter`} prefetch={false} data-testid="to-counter">
            <HandCoins aria-hidden className="size-5" />
            {t.counter}
          </Link>
        </Button>
      </div>
      <ShareAddress url={url} testId="payment-link" />
    </Card>
  )
}
