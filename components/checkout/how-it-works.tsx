"use client"

import { useMessages } from "@/components/messages/provider"

export function HowItWorks() {
  const t = useMessages().checkout.how
  return (
    <details className="mt-4 px-2 text-sm text-muted">
      <summary className="inline-flex min-h-11 items-center font-medium hover:text-ink">{t.title}</summary>
      <ol className="list-decimal space-y-1 pl-5">
        {t.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </details>
  )
}
