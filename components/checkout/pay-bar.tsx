"use client"

import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { displayCkb } from "@/lib/client/format"
import { USUAL_NETWORK_FEE } from "./usual-network-fee"

interface PayBarProps {
  /** shannons of the payment, without fee */
  amount: bigint
  /** shannons; null until the payment is prepared */
  networkFee: bigint | null
  children: React.ReactNode
}

/**
 * What the payment costs in all, and the button that does the next thing: at the bottom of a phone's window, however
 * long the page is. It sticks within the card, so what stands between the two must not be a box of its own. In a window
 * that is as low as a zoomed one it would cover what is paid.
 */
export function PayBar({ amount, networkFee, children }: PayBarProps) {
  const t = useMessages().checkout
  return (
    <div
      data-testid="pay-bar"
      className="bottom-0 z-10 -mx-5 [@media(min-height:30rem)]:sticky space-y-3 border-t border-line bg-surface px-5 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:static! sm:mx-0 sm:px-0 sm:pb-0"
    >
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold">
        <span>
          {t.total} <span className="text-sm font-normal text-muted">{t.feeIncluded}</span>
        </span>
        {networkFee === null ? (
          <span className="ml-auto tabular-nums" translate="no" data-testid="total">
            {t.about(displayCkb(amount + USUAL_NETWORK_FEE))}
          </span>
        ) : (
          <Amount shannons={amount + networkFee} className="ml-auto" testId="total" />
        )}
      </p>
      {children}
    </div>
  )
}
