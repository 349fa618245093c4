"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Card } from "@/components/ui/card"
import { CopyButton } from "@/components/ui/copy-button"
import { QrCode } from "@/components/ui/qr-code"
import { useConfig } from "@/lib/client/queries"

/** Where CKB for the pool is sent to. */
export function PlatformAddress() {
  const t = useTexts(ADMIN).today.address
  const { data: config } = useConfig()
  if (!config) return null
  return (
    <section aria-labelledby="platform-address-title" data-testid="platform-address">
      <h2 id="platform-address-title" className="text-lg font-semibold">
        {t.title}
      </h2>
      <p className="mb-4 text-sm text-muted">{t.text}</p>
      <Card className="flex flex-wrap items-center gap-6">
        <QrCode text={config.platform_address} label={t.qr} className="aspect-square w-40 max-w-full" />
        <p className="flex min-w-0 flex-1 basis-52 items-center gap-1">
          <span translate="no" className="min-w-0 font-medium break-all">
            {config.platform_address}
          </span>
          <CopyButton text={config.platform_address} label={t.copy} />
        </p>
      </Card>
    </section>
  )
}
