"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Card, CardHead } from "@/components/ui/card"
import { CopyButton } from "@/components/ui/copy-button"
import { QrCode } from "@/components/ui/qr-code"
import { checkoutPath } from "@/lib/client/paths"

/** The link under which anybody can pay this address: on a new dashboard, the first thing to do. */
export function PaymentLink({ address, isNew }: { address: string; isNew?: boolean }) {
  const t = useTexts(RECEIVER)
  const link = new URL(checkoutPath({ to: address, amount: "", note: "" }), window.location.origin).toString()
  return (
    <Card aria-labelledby="link-title" data-testid={isNew ? "empty-state" : "share"}>
      <CardHead
        id="link-title"
        title={isNew ? t.empty.title : t.share.title}
        description={isNew ? t.empty.text : t.share.text}
      />
      <div className={isNew ? "flex flex-col items-start gap-6 sm:flex-row" : "space-y-4"}>
        <QrCode text={link} label={t.empty.qr} className="w-44 shrink-0 rounded-lg border border-line" />
        <div className="min-w-0">
          <p className="text-sm text-muted">{t.empty.link}</p>
          <p className="mt-1 text-sm wrap-anywhere" data-testid="payment-link">
            {link}
          </p>
          <CopyButton text={link} label={t.empty.copyLink} withText className="mt-2 border border-line-strong px-4" />
        </div>
      </div>
    </Card>
  )
}
