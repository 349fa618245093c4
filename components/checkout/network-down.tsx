"use client"

import { useQuery } from "@tanstack/react-query"
import { useMessages } from "@/components/messages/provider"
import { Notice } from "@/components/ui/notice"

const ASK_MS = 3_000

/** While a signed payment waits: says so when it waits for the network to come back, and that the payment is safe. */
export function NetworkDown() {
  const t = useMessages().checkout.progress
  const isDown = useQuery({
    queryKey: ["node-answers"],
    queryFn: async ({ signal }) => {
      const response = await fetch("/api/ready", { signal, cache: "no-store" })
      const { checks } = (await response.json()) as { checks?: { node?: { ok: boolean } } }
      return checks?.node?.ok === false
    },
    refetchInterval: ASK_MS,
    retry: false,
  }).data
  return (
    <div aria-live="polite" className="mb-4 empty:hidden">
      {isDown ? (
        <Notice tone="warn" title={t.networkDown} testId="network-down">
          <p>{t.networkDownText}</p>
        </Notice>
      ) : null}
    </div>
  )
}
