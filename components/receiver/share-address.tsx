"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { CopyButton } from "@/components/ui/copy-button"

interface ShareAddressProps {
  /** empty while it is not known */
  url: string
  testId?: string
}

/** Where anybody can pay, to be copied. */
export function ShareAddress({ url, testId }: ShareAddressProps) {
  const t = useTexts(RECEIVE).code
  return (
    <div className="mt-4 flex items-center gap-2 text-sm">
      <p className="min-w-0 flex-1">
        <span className="block text-muted">{t.link}</span>
        <span className="block truncate" title={url} data-testid={testId}>
          {url || "\u00a0"}
        </span>
      </p>
      <CopyButton text={url} label={t.copy} withText className="border border-line-strong px-4" />
    </div>
  )
}
