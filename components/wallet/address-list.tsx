"use client"

import { ChevronRight } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { shorten } from "@/lib/client/format"
import type { WalletAddress } from "./addresses"

interface AddressListProps {
  /** the question that is asked */
  title: string
  addresses: WalletAddress[]
  onChoose: (address: WalletAddress) => void
}

/** Which of a wallet's addresses is meant, where it has several. */
export function AddressList({ title, addresses, onChoose }: AddressListProps) {
  const { kinds } = useMessages().checkout.connect
  return (
    <section aria-labelledby="choose-address" className="space-y-2" data-testid="choose-address">
      <h2 id="choose-address" className="font-medium">
        {title}
      </h2>
      <ul className="space-y-2">
        {addresses.map((each) => (
          <li key={each.address}>
            <button
              type="button"
              onClick={() => onChoose(each)}
              data-testid="own-address"
              data-address={each.address}
              className="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line-strong px-3 py-2 text-left text-sm hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{kinds[each.kind]}</span>
                <span translate="no" className="block text-muted tabular-nums">
                  {shorten(each.address)}
                </span>
              </span>
              <Amount shannons={each.balance} />
              <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
