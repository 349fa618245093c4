"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Shortened } from "@/components/ui/shortened"
import type { WalletAddress } from "@/components/wallet/addresses"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import { wholeCkb } from "@/lib/money"

/** What the faucet of the development chain gives at a time. */
const FAUCET_AMOUNT = wholeCkb(1_000n)
const FEE_ESTIMATE = 1_000n

interface NotEnoughProps {
  addresses: WalletAddress[]
  /** shannons of the payment, without fee */
  needed: bigint
  config: Config
  isDevWallet: boolean
}

/** No address of the wallet can pay: says what is missing and why some CKB must stay; on the devnet, fills it. */
export function NotEnough({ addresses, needed, config, isDevWallet }: NotEnoughProps) {
  const t = useMessages().checkout.funds
  const { kinds, devWalletNote } = useMessages().checkout.connect
  const best = addresses.reduce<WalletAddress | null>(
    (most, each) => (most && most.balance >= each.balance ? most : each),
    null,
  )
  if (!best) return null
  const required = needed + best.occupied + FEE_ESTIMATE
  const total = displayCkb(required)
  const spendable = best.balance > best.occupied ? best.balance - best.occupied : 0n
  const occupied = displayCkb(best.occupied)
  return (
    <Notice tone="warn" title={t.title} testId="insufficient-balance">
      <p>
        {best.balance === 0n
          ? t.none(total, occupied)
          : t.text(total, displayCkb(best.balance), occupied, displayCkb(spendable))}{" "}
        {t.moved}
      </p>
      <ul className="divide-y divide-current/20">
        {addresses.map((each) => (
          <li key={each.address} className="py-2">
            <span className="flex flex-wrap items-center justify-between gap-x-4">
              <span className="min-w-0">
                {addresses.length > 1 ? `${kinds[each.kind]} ` : null}
                <Shortened
                  text={each.address}
                  label={kinds[each.kind]}
                  copyLabel={kinds[each.kind]}
                  testId="wallet-address"
                />
              </span>
              <Amount shannons={each.balance} />
            </span>
            {config.network === "devnet" ? (
              <Faucet address={each.address} balance={each.balance} required={needed + each.occupied + FEE_ESTIMATE} />
            ) : null}
          </li>
        ))}
      </ul>
      {isDevWallet ? <p>{devWalletNote}</p> : null}
      {config.network === "devnet" ? null : <p>{t.topUp(displayCkb(required - best.balance))}</p>}
    </Notice>
  )
}

interface FaucetProps {
  address: string
  /** shannons that the address has */
  balance: bigint
  /** shannons that it must have to pay */
  required: bigint
}

function Faucet({ address, balance, required }: FaucetProps) {
  const t = useMessages().checkout.funds
  const queryClient = useQueryClient()
  const fill = useMutation({
    /** @returns what the address had before */
    mutationFn: async () => {
      await call("POST", "/api/dev/faucet", { body: { address, amount: FAUCET_AMOUNT.toString() } })
      return balance
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["wallet-addresses"] }),
  })
  const isUnderWay = fill.isSuccess && balance <= fill.data
  const hasArrived = fill.isSuccess && !isUnderWay
  return (
    <div className="mt-2">
      <Button
        variant="secondary"
        wide
        busy={fill.isPending}
        disabled={isUnderWay}
        onClick={() => fill.mutate()}
        data-testid="faucet"
        data-address={address}
      >
        {t.faucet(displayCkb(FAUCET_AMOUNT))}
      </Button>
      <p aria-live="polite" className="mt-1 empty:hidden">
        {isUnderWay ? t.faucetAsked : null}
        {hasArrived ? t.faucetArrived(displayCkb(required - balance)) : null}
        {fill.isError ? t.faucetFailed : null}
      </p>
    </div>
  )
}
