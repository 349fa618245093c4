"use client"

import { useMessages } from "@/components/messages/provider"
import { useConfig } from "@/lib/client/queries"

/** Names the network on every page: test money and real money must never be mistaken for each other. */
export function NetworkBadge() {
  const t = useMessages().common
  const { data } = useConfig()
  if (!data) return null
  return (
    <span
      data-testid="network"
      title={t.networkLabel}
      className="rounded-full border border-line-strong px-2.5 py-0.5 text-sm font-medium text-muted"
    >
      {t.networks[data.network]}
    </span>
  )
}
