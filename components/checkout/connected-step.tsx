"use client"

import { useEffect, useRef, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useWalletAddresses, type WalletAddress } from "@/components/wallet/addresses"
import { type ConnectedWallet, useWallet } from "@/components/wallet/wallet-provider"
import { AddressChoice } from "./address-choice"
import { NotEnough } from "./not-enough"
import { ReviewStep } from "./review-step"
import type { WalletCheckoutProps } from "./wallet-checkout-props"

/** A little more than the network fee of a payment of a few cells: enough to try, the server knows exactly. */
const FEE_RESERVE = 10_000n

/** A wallet is connected: pay from the first of its addresses that has enough and that the platform takes. */
export function ConnectedStep(props: WalletCheckoutProps & { wallet: ConnectedWallet }) {
  const { wallet, order } = props
  const messages = useMessages()
  const [chosen, setChosen] = useState<string | null>(null)
  const [refused, setRefused] = useState<string[]>([])
  const hasEnough = ({ balance, occupied }: WalletAddress) => balance >= order.amount + occupied + FEE_RESERVE
  const addresses = useWalletAddresses((all) => !all.some(hasEnough))

  const payable = (addresses.data ?? []).filter((each) => hasEnough(each) && !refused.includes(each.address))
  const sender = payable.find(({ address }) => address === chosen) ?? payable[0]
  return (
    <>
      <ConnectedLine wallet={wallet} />
      {addresses.problem ? (
        <ProblemNotice
          error={addresses.problem}
          testId="no-balance"
          action={
            <Button variant="secondary" busy={addresses.isFetching} onClick={() => addresses.refetch()}>
              {messages.common.tryAgain}
            </Button>
          }
        />
      ) : null}
      {!addresses.data && !addresses.problem ? (
        <div role="status" className="space-y-2">
          <span className="sr-only">{messages.checkout.connect.reading}</span>
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-11 w-full rounded-lg" />
        </div>
      ) : null}
      {payable.length > 1 && sender ? (
        <AddressChoice addresses={payable} value={sender.address} onChange={setChosen} />
      ) : null}
      {addresses.data && !sender ? (
        <NotEnough
          addresses={addresses.data}
          needed={order.amount}
          config={props.config}
          isDevWallet={wallet.isDevWallet}
        />
      ) : null}
      {sender ? (
        <ReviewStep
          key={sender.address}
          {...props}
          sender={sender}
          isLast={payable.length === 1}
          onRefused={() => setRefused((before) => [...before, sender.address])}
          onBalanceChanged={() => addresses.refetch()}
        />
      ) : null}
    </>
  )
}

function ConnectedLine({ wallet }: { wallet: ConnectedWallet }) {
  const t = useMessages().checkout.connect
  const { disconnect, isNew } = useWallet()
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // The button that led here is gone, and the focus would be with it.
    if (isNew) line.current?.focus()
  }, [isNew])
  return (
    <div className="-my-2 flex items-center justify-between gap-2">
      <p
        ref={line}
        tabIndex={-1}
        className="flex min-w-0 items-center gap-2 text-sm font-medium"
        data-testid="connected-wallet"
      >
        {/* biome-ignore lint/performance/noImgElement: wallets give their icons as data addresses */}
        <img src={wallet.icon} alt="" className="size-6 rounded-md" />
        {t.connected(wallet.name)}
      </p>
      <button
        type="button"
        onClick={disconnect}
        data-testid="change-wallet"
        className="min-h-11 rounded-lg px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink"
      >
        {t.change}
      </button>
    </div>
  )
}
