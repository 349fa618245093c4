"use client"

import { ArrowLeft } from "lucide-react"
import { useMessages } from "@/components/messages/provider"

/** Back to where the payer came from, without paying: only ever to the link's own address. */
export function CancelLink({ url }: { url: string }) {
  const t = useMessages().checkout.link
  return (
    <a
      href={url}
      data-testid="cancel-link"
      className="mt-4 inline-flex min-h-11 items-center gap-2 text-sm font-medium text-muted underline hover:text-ink"
    >
      <ArrowLeft aria-hidden className="size-4 shrink-0" />
      {t.cancel(new URL(url).host)}
    </a>
  )
}
