"use client"

import { useMessages } from "@/components/messages/provider"
import { useNow } from "./use-now"

interface FreshnessProps {
  /** the query whose data is on the page */
  query: { isError: boolean; dataUpdatedAt: number }
}

/** Old data stays on the page while the server cannot be reached; this line says how old it is. */
export function Freshness({ query }: FreshnessProps) {
  if (!query.isError || query.dataUpdatedAt === 0) return null
  return <StaleSince time={query.dataUpdatedAt} />
}

function StaleSince({ time }: { time: number }) {
  const t = useMessages().common
  const now = useNow(1_000)
  const seconds = Math.max(0, Math.round((now - time) / 1_000))
  return (
    <p role="status" className="text-sm text-warn-ink" data-testid="freshness">
      {t.staleSince(seconds)}
    </p>
  )
}
