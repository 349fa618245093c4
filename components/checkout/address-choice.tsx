"use client"

import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { cx } from "@/components/ui/cx"
import type { WalletAddress } from "@/components/wallet/addresses"
import { shorten } from "@/lib/client/format"

interface AddressChoiceProps {
  addresses: WalletAddress[]
  value: string
  onChange: (address: string) => void
}

/** For wallets with several addresses that have enough: which one pays. */
export function AddressChoice({ addresses, value, onChange }: AddressChoiceProps) {
  const t = useMessages().checkout.connect
  return (
    <fieldset data-testid="address-choice">
      <legend className="mb-2 text-sm font-medium">{t.payFrom}</legend>
      <div className="space-y-2">
        {addresses.map(({ address, kind, balance }) => (
          <label
            key={address}
            className={cx(
              "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg border px-3 py-2 text-sm",
              address === value ? "border-accent bg-accent-soft" : "border-line-strong hover:bg-sunken",
            )}
          >
            <input
              type="radio"
              name="sender"
              value={address}
              checked={address === value}
              onChange={() => onChange(address)}
              className="size-4 accent-accent"
            />
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{t.kinds[kind]}</span>
              <span translate="no" className="block text-muted tabular-nums">
                {shorten(address)}
              </span>
            </span>
            <Amount shannons={balance} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
