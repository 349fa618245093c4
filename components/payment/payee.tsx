"use client"

import { BadgeCheck } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Shortened } from "@/components/ui/shortened"
import { useProfileOf } from "@/lib/client/queries"
import type { Profile } from "@/lib/client/types"

/**
 * Whom a payment goes to: fixed, and never to be typed over. A name stands there when the owner of the address has
 * chosen one with their wallet, and never without the address that it belongs to.
 */
export function Payee({ address, profile }: { address: string; profile?: Profile }) {
  const { checkout: t, order } = useMessages()
  const named = useProfileOf(address, profile).data?.profile
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span className="text-muted">{t.to}</span>
      {named ? (
        <span className="inline-flex min-w-0 items-baseline gap-1 font-medium" data-testid="payee-name">
          <span className="wrap-anywhere">{named.display_name}</span>
          <BadgeCheck aria-hidden className="size-4 shrink-0 self-center text-accent" />
          <span className="sr-only">{order.profile.verified}</span>
        </span>
      ) : null}
      <Shortened text={address} label={t.payee} copyLabel={t.copyAddress} testId="payee" />
    </p>
  )
}
