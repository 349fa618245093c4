"use client"

import { useMessages } from "@/components/messages/provider"
import { Fold } from "@/components/ui/fold"

export function HowItWorks() {
  const t = useMessages().checkout.how
  return (
    <Fold title={t.title} className="mt-4 px-2 text-muted">
      <ol className="list-decimal space-y-1 pl-5">
        {t.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </Fold>
  )
}
