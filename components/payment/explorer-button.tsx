"use client"

import { ExternalLink } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { explorerLink } from "@/components/ui/transaction-hash"
import type { Config } from "@/lib/client/types"

/** Leads to a transaction in the network's explorer, where there is one. */
export function ExplorerButton({ config, hash }: { config: Config; hash: string }) {
  const t = useMessages().checkout.receipt
  if (!config.explorer_url) return null
  return (
    <Button asChild variant="secondary" className="grow basis-40">
      <a href={explorerLink(config.explorer_url, hash)} target="_blank" rel="noreferrer">
        <ExternalLink aria-hidden className="size-5" />
        {t.explorer}
      </a>
    </Button>
  )
}
