"use client"

import { ArrowLeft } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { useOpener } from "./opener"

const LOOK = "mt-4 inline-flex min-h-11 items-center gap-2 text-sm font-medium text-muted underline hover:text-ink"

/**
 * Back to where the payer came from, without paying: to the page that opened this window, else only ever to the link's
 * own address.
 */
export function CancelLink({ url }: { url: string | null }) {
  const t = useMessages().checkout.link
  const opener = useOpener()
  const icon = <ArrowLeft aria-hidden className="size-4 shrink-0" />
  if (opener)
    return (
      <button type="button" onClick={opener.close} data-testid="cancel-link" className={LOOK}>
        {icon}
        <span className="min-w-0 wrap-anywhere">{t.cancel(opener.host)}</span>
      </button>
    )
  if (url === null) return null
  return (
    <a href={url} data-testid="cancel-link" className={LOOK}>
      {icon}
      <span className="min-w-0 wrap-anywhere">{t.cancel(new URL(url).host)}</span>
    </a>
  )
}
