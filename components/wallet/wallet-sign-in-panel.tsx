"use client"

import { Wallet } from "lucide-react"
import { useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { shorten } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import { AddressList } from "./address-list"
import { useWalletAddresses, type WalletAddress } from "./addresses"
import { hasRememberedWallet } from "./remembered"
import { SignInStep } from "./sign-in-step"
import { type ConnectedWallet, useWallet, WalletProvider } from "./wallet-provider"

/** Everything of a sign-in that needs wallet code: connect, choose among the wallet's addresses, sign the text. */
export default function WalletSignInPanel({ config }: { config: Config }) {
  const [isRemembered] = useState(hasRememberedWallet)
  return (
    <div data-testid="wallet-sign-in-panel">
      <WalletProvider config={config} openAtOnce={!isRemembered}>
        <Connect />
      </WalletProvider>
    </div>
  )
}

function Connect() {
  const t = useTexts(PAYMENTS).signIn
  const { connected, open } = useWallet()
  if (connected) return <Choose key={`${connected.name} ${connected.account}`} wallet={connected} />
  return (
    <Button autoFocus onClick={open} data-testid="connect-wallet">
      <Wallet aria-hidden className="size-5" />
      {t.connect}
    </Button>
  )
}

/** Most wallets have one address here, and nothing is asked. An Ethereum wallet has several. */
function Choose({ wallet }: { wallet: ConnectedWallet }) {
  const t = useTexts(PAYMENTS).signIn
  const { disconnect } = useWallet()
  const addresses = useWalletAddresses(() => false)
  const [chosen, setChosen] = useState<WalletAddress | null>(null)
  const other = (
    <Button variant="ghost" onClick={disconnect}>
      {t.other}
    </Button>
  )
  if (!addresses.data)
    return addresses.isError ? (
      <ProblemNotice error={addresses.error} action={other} />
    ) : (
      <Skeleton className="h-11 w-full rounded-lg" />
    )
  const own = chosen ?? (addresses.data.length === 1 ? addresses.data[0] : undefined)
  if (own) {
    const note = (
      <span translate="no" className="tabular-nums">
        {shorten(own.address)}
      </span>
    )
    return <SignInStep address={own.address} signer={wallet.signer} note={note} other={other} />
  }
  if (addresses.data.length === 0) return <Notice tone="warn" title={t.noAddress} action={other} />
  return <AddressList title={t.choose} addresses={addresses.data} onChoose={setChosen} />
}
